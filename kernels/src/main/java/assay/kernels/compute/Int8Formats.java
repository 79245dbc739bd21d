package assay.kernels.compute;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.Rounding;
import assay.kernels.Support;
import java.util.EnumSet;
import java.util.Set;

/** Which formats are multiplied as they are stored, by products of four bytes, and where. */
public final class Int8Formats {

  /** Activations that are rounded under one scale. */
  static final int UNIT = 32;

  /** What kernels that do so round. */
  public static final Arithmetic ARITHMETIC =
      Arithmetic.roundingActivations(new Rounding.Bytes(UNIT));

  /** Small whole numbers under scales; the lines {@code ready:} of the kernels name the same. */
  private static final Set<Format> FORMATS =
      EnumSet.of(
          Format.Q4_0,
          Format.Q4_1,
          Format.Q5_0,
          Format.Q5_1,
          Format.Q8_0,
          Format.Q1_0,
          Format.Q2_0,
          Format.TQ2_0,
          Format.IQ4_NL,
          Format.IQ4_XS,
          Format.MXFP4,
          Format.NVFP4,
          Format.Q2_K,
          Format.Q3_K,
          Format.Q4_K,
          Format.Q5_K,
          Format.Q6_K);

  private Int8Formats() {}

  public static boolean takes(Format stored) {
    return FORMATS.contains(stored);
  }

  /** No where kernels have no word for such products; a device may know them and be slow. */
  public static Support supports(ComputeDevice device) {
    return device.features().int8Dot()
        ? Support.yes()
        : Support.no("%s has no dot products of packed bytes".formatted(device.listed().id()));
  }
}
