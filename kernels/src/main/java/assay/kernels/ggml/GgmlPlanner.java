package assay.kernels.ggml;

import assay.kernels.AttentionSpec;
import assay.kernels.DequantSpec;
import assay.kernels.Device;
import assay.kernels.Format;
import assay.kernels.KernelUnavailableException;
import assay.kernels.MatmulSpec;
import assay.kernels.Spec;
import assay.kernels.Support;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Which of ggml's operations stands for a spec, and whether ggml takes it. */
final class GgmlPlanner {

  static final String MUL_MAT = "GgmlMulMat";
  static final String FLASH_ATTN = "GgmlFlashAttn";
  static final String GET_ROWS = "GgmlGetRows";
  static final String TO_FLOAT = "GgmlToFloat";

  private final GgmlLibrary library;

  GgmlPlanner(GgmlLibrary library) {
    this.library = library;
  }

  Support supports(Spec spec, Device device) {
    MemorySegment bufferType = library.cpu().bufferTypes().get(device.id());
    if (bufferType == null) {
      return Support.no(
          "ggml has no device %s; there are %s"
              .formatted(device.id(), library.cpu().bufferTypes().keySet()));
    }
    if (spec.outputs() == 0 || spec.stored().bytesFor(widthOf(spec)) == 0) {
      return Support.no("ggml is not asked for an empty result");
    }
    Support known =
        switch (spec) {
          case MatmulSpec matmul -> multiplies(matmul);
          case AttentionSpec attention -> attends(attention, bufferType);
          case DequantSpec dequant -> decodes(dequant, bufferType);
        };
    return known.isYes() && !variants(spec).equals(List.of(TO_FLOAT))
        ? asked(spec, bufferType)
        : known;
  }

  private static long widthOf(Spec spec) {
    return switch (spec) {
      case MatmulSpec matmul -> matmul.k();
      case AttentionSpec attention -> attention.keyDim();
      case DequantSpec dequant -> dequant.k();
    };
  }

  private Support multiplies(MatmulSpec spec) {
    return library.cpu().types().partner(spec.stored()).isPresent()
        ? Support.yes()
        : Support.no("ggml's CPU backend has no dot product for " + spec.stored());
  }

  private Support attends(AttentionSpec spec, MemorySegment bufferType) {
    if (!library.devices().isHost(bufferType)) {
      return Support.no("this device repacks matmul weights only");
    }
    return library.cpu().types().partner(spec.stored()).isPresent()
        ? Support.yes()
        : Support.no("ggml's CPU backend has no dot product for " + spec.stored());
  }

  private Support decodes(DequantSpec spec, MemorySegment bufferType) {
    if (!library.devices().isHost(bufferType)) {
      return Support.no("this device repacks matmul weights only");
    }
    if (spec.target() != Format.F32) {
      return Support.no("ggml's CPU backend decodes to f32, not to " + spec.target());
    }
    return variants(spec).isEmpty()
        ? Support.no("ggml does not decode " + spec.stored())
        : Support.yes();
  }

  /** Lays the operation out, without filling it, and asks ggml about it. */
  private Support asked(Spec spec, MemorySegment bufferType) {
    try (GgmlOperation operation = layOut(spec, bufferType)) {
      return library.devices().supportsOp(library.cpu().device(), operation.result())
          ? Support.yes()
          : Support.no(
              "ggml's %s does not take this format and shape"
                  .formatted(library.devices().bufferTypeName(bufferType)));
    } catch (KernelUnavailableException e) {
      return Support.no(e.getMessage());
    }
  }

  GgmlOperation layOut(Spec spec, MemorySegment bufferType) {
    return switch (spec) {
      case MatmulSpec matmul -> new GgmlMulMat(library, matmul, bufferType);
      case AttentionSpec attention -> new GgmlFlashAttn(library, attention);
      case DequantSpec dequant -> new GgmlGetRows(library, dequant);
    };
  }

  /** Best first. */
  List<String> variants(Spec spec) {
    return switch (spec) {
      case MatmulSpec matmul -> List.of(MUL_MAT);
      case AttentionSpec attention -> List.of(FLASH_ATTN);
      case DequantSpec dequant -> decoders(dequant.stored());
    };
  }

  /**
   * GET_ROWS comes second: ggml gives it one thread. It ends the process for formats it lacks and
   * asks nobody first.
   */
  private List<String> decoders(Format stored) {
    boolean decodes = library.types().toFloat(stored).isPresent();
    var variants = new ArrayList<String>();
    if (decodes) {
      variants.add(TO_FLOAT);
    }
    if (stored == Format.F32 || (decodes && stored != Format.Q8_1 && stored != Format.Q8_K)) {
      variants.add(GET_ROWS);
    }
    return variants;
  }

  /** The fastest of ggml's functions that decode a row. */
  MemorySegment toFloat(Format stored) {
    return library
        .cpu()
        .types()
        .toFloat(stored)
        .or(() -> library.types().toFloat(stored))
        .orElseThrow();
  }
}
