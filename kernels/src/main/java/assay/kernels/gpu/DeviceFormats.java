package assay.kernels.gpu;

import assay.kernels.Format;
import assay.kernels.Support;
import assay.kernels.gpu.code.Module;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Which formats device sources decode, and how a module is told which it is for. */
public final class DeviceFormats {

  /** Codes are points of grids, of which a build without awk has no header. */
  private static final Set<Format> POINTS =
      EnumSet.of(
          Format.IQ1_S,
          Format.IQ1_M,
          Format.IQ2_XXS,
          Format.IQ2_XS,
          Format.IQ2_S,
          Format.IQ3_XXS,
          Format.IQ3_S);

  private DeviceFormats() {}

  public static Support supports(Format format) {
    return !POINTS.contains(format) || Module.isPackaged("grids.h")
        ? Support.yes()
        : Support.no("this build of Assay has no grids.h, which %s needs".formatted(format));
  }

  /** A source compiled for one format. */
  public static Module module(String source, Format format) {
    return new Module(source, Map.of("ASSAY_FORMAT", format.name()));
  }
}
