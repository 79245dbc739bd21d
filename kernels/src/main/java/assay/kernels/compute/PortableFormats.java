package assay.kernels.compute;

import assay.kernels.Format;
import assay.kernels.Support;
import java.util.EnumSet;
import java.util.Set;

/** Which formats portable kernels decode. */
public final class PortableFormats {

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

  private PortableFormats() {}

  public static Support supports(Format format) {
    return !POINTS.contains(format) || PortableFormats.class.getResource("source/grids.h") != null
        ? Support.yes()
        : Support.no("this build of Assay has no grids.h, which %s needs".formatted(format));
  }
}
