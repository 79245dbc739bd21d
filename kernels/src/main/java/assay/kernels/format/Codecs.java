package assay.kernels.format;

import assay.kernels.Format;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** The codec of every format. */
public final class Codecs {

  private static final Map<Format, Codec> ALL = all();

  private Codecs() {}

  /** Stateless and safe to share between threads. */
  public static Codec of(Format format) {
    return ALL.get(format);
  }

  private static Map<Format, Codec> all() {
    Map<Format, Codec> codecs = new EnumMap<>(Format.class);
    for (Format format : Format.values()) {
      codecs.put(format, make(format));
    }
    return Collections.unmodifiableMap(codecs);
  }

  private static Codec make(Format format) {
    return switch (format) {
      case F32 -> new CodecF32();
      case F16 -> new CodecF16();
      case BF16 -> new CodecBF16();
      case F64 -> new CodecF64();
      case Q1_0 -> new CodecQ1_0();
      case Q2_0 -> new CodecQ2_0();
      case Q4_0 -> new CodecQ4_0();
      case Q4_1 -> new CodecQ4_1();
      case Q5_0 -> new CodecQ5_0();
      case Q5_1 -> new CodecQ5_1();
      case Q8_0 -> new CodecQ8_0();
      case Q8_1 -> new CodecQ8_1();
      case Q8_K -> new CodecQ8_K();
      case MXFP4 -> new CodecMXFP4();
      case NVFP4 -> new CodecNVFP4();
      case TQ1_0 -> new CodecTQ1_0();
      case TQ2_0 -> new CodecTQ2_0();
      case Q2_K -> new CodecQ2_K();
      case Q3_K -> new CodecQ3_K();
      case Q4_K -> new CodecQ4_K();
      case Q5_K -> new CodecQ5_K();
      case Q6_K -> new CodecQ6_K();
      case IQ4_NL -> new CodecIQ4_NL();
      case IQ4_XS -> new CodecIQ4_XS();
      case IQ2_XXS -> new CodecIQ2_XXS();
      case IQ2_XS -> new CodecIQ2_XS();
      case IQ2_S -> new CodecIQ2_S();
      case IQ3_XXS -> new CodecIQ3_XXS();
      case IQ3_S -> new CodecIQ3_S();
      case IQ1_S -> new CodecIQ1_S();
      case IQ1_M -> new CodecIQ1_M();
      case I8, I16, I32 -> new CodecInteger(format);
    };
  }
}
