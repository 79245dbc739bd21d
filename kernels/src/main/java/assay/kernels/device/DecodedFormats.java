package assay.kernels.device;

import assay.kernels.Format;
import assay.kernels.Support;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Which formats sources for devices decode. */
public final class DecodedFormats {

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

  private DecodedFormats() {}

  /**
   * @param hasGrids whether {@code grids.h} lies beside the sources
   */
  public static Support supports(Format format, BooleanSupplier hasGrids) {
    return !POINTS.contains(format) || hasGrids.getAsBoolean()
        ? Support.yes()
        : Support.no("this build of Assay has no grids.h, which %s needs".formatted(format));
  }
}
