package assay.kernels.gpu;

import assay.kernels.Format;
import assay.kernels.Support;
import assay.kernels.gpu.code.Module;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Formats that device sources decode, and how a module is told which it is for. */
public final class DeviceFormats {

  /** Structs of this name are in decode_*.h. */
  private static final Set<Format> DECODED =
      EnumSet.of(Format.F32, Format.F16, Format.BF16, Format.Q4_0, Format.Q8_0);

  private DeviceFormats() {}

  public static Support supports(Format format) {
    return DECODED.contains(format)
        ? Support.yes()
        : Support.no("no kernel on a GPU decodes %s".formatted(format));
  }

  /** A source compiled for one format. */
  public static Module module(String source, Format format) {
    return new Module(source, Map.of("ASSAY_FORMAT", format.name()));
  }
}
