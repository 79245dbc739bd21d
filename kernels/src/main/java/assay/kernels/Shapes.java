package assay.kernels;

import java.math.BigDecimal;

/** Limits that every spec keeps, each with a sentence that names the field. */
final class Shapes {

  /** Results are read back into one Java array. */
  private static final long MAX_OUTPUTS = Integer.MAX_VALUE - 8L;

  private static final long MAX_EXTENT = 1L << 31;

  private Shapes() {}

  static void requireExtent(String field, long value) {
    if (value < 0 || value >= MAX_EXTENT) {
      throw new IllegalArgumentException(
          "%s must be from 0 to 2^31-1, not %d".formatted(field, value));
    }
  }

  static void requirePositive(String field, long value) {
    if (value < 1 || value >= MAX_EXTENT) {
      throw new IllegalArgumentException(
          "%s must be from 1 to 2^31-1, not %d".formatted(field, value));
    }
  }

  static void requireRow(String field, long elements, Format format) {
    if (!format.fitsRow(elements)) {
      throw new IllegalArgumentException(
          "%s = %d is not a multiple of the %s block of %d"
              .formatted(field, elements, format, format.blockElements()));
    }
  }

  static void requireOutputs(long outputs) {
    if (outputs > MAX_OUTPUTS) {
      throw new IllegalArgumentException(
          "the result would have %d elements, more than the %d that fit one array"
              .formatted(outputs, MAX_OUTPUTS));
    }
  }

  /** A number without exponent or trailing zeros, so that it can stand in a spec. */
  static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
