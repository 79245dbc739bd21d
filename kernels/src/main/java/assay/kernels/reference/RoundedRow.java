package assay.kernels.reference;

import assay.kernels.Format;
import assay.kernels.Rounding;
import assay.kernels.Tensor;
import assay.kernels.format.Bfloat16;
import assay.kernels.format.Codec;
import assay.kernels.format.Codecs;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A row of activations as a kernel sees it that rounds them first, and how far it may see them
 * differently.
 *
 * <p>Quantizers of one format differ in the last bits of the reciprocal scale and in which way a
 * half goes, so an element next to the middle between two codes may get either; likewise a binary16
 * scale next to the middle between two numbers. All other elements are the same in all of them.
 */
final class RoundedRow {

  /** Eight roundings of float32: maximum, reciprocal and product, each done in several ways. */
  private static final double SEVERAL_ROUNDINGS = 0x1p-21;

  /** Of the sum within a block of Q8_1. */
  private static final int SUM_OFFSET = 2;

  private final Rounding rounding;
  private final float[] values;
  private final double[] slack;
  private final MemorySegment stored;

  RoundedRow(Rounding rounding, int columns) {
    this.rounding = rounding;
    int padded = Math.ceilDiv(columns, rounding.group()) * rounding.group();
    values = new float[padded];
    slack = new double[padded];
    stored =
        rounding instanceof Rounding.Stored(Format format)
            ? MemorySegment.ofArray(new byte[Math.toIntExact(format.bytesFor(padded))])
            : MemorySegment.NULL;
  }

  /** The row of an F32 tensor; a last partial block is padded with zeros. */
  void load(Tensor exact, long row) {
    int columns = Math.toIntExact(exact.columns());
    Codecs.of(Format.F32).decode(exact.data(), row * exact.rowBytes(), values, 0, columns);
    if (rounding.equals(Rounding.NONE)) {
      return;
    }
    Arrays.fill(values, columns, values.length, 0);
    if (rounding.group() > 1) {
      for (int from = 0; from < values.length; from += rounding.group()) {
        findTies(from, from + rounding.group());
      }
    }
    switch (rounding) {
      case Rounding.Stored(Format format) -> {
        Codec codec = Codecs.of(format);
        codec.encode(values, 0, values.length, stored, 0);
        codec.decode(stored, 0, values, 0, values.length);
      }
      case Rounding.Bytes(int group) -> {
        for (int from = 0; from < values.length; from += group) {
          roundToBytes(from, from + group);
        }
      }
      case Rounding.Significand cut -> {
        for (int j = 0; j < values.length; j++) {
          slack[j] = cut.unit() * Math.abs(values[j]);
        }
      }
    }
  }

  private void roundToBytes(int from, int to) {
    float largest = 0;
    for (int j = from; j < to; j++) {
      largest = Math.max(largest, Math.abs(values[j]));
    }
    float inverse = largest == 0 ? 0 : 127 / largest;
    for (int j = from; j < to; j++) {
      values[j] = (float) Math.rint(values[j] * inverse) * (largest / 127);
    }
  }

  private void findTies(int from, int to) {
    double largest = 0;
    for (int j = from; j < to; j++) {
      largest = Math.max(largest, Math.abs(values[j]));
    }
    double step = largest / 127;
    double ofScale = hasHalfScales() ? width(Format.F16, step) : 0;
    for (int j = from; j < to; j++) {
      double code = step > 0 ? Math.abs(values[j]) / step : 0;
      boolean tie = Math.abs(code - Math.floor(code) - 0.5) <= SEVERAL_ROUNDINGS * code;
      slack[j] = (tie ? step : 0) + ofScale * code;
    }
  }

  private boolean hasHalfScales() {
    return isStored(Format.Q8_0) || isStored(Format.Q8_1);
  }

  private boolean isStored(Format format) {
    return rounding.equals(new Rounding.Stored(format));
  }

  /** Distance between the weights that this one may be rounded to. */
  static double width(Rounding rounding, double value) {
    return switch (rounding) {
      case Rounding.Stored(Format format) -> width(format, value);
      case Rounding.Significand cut -> cut.unit() * Math.abs(value);
      case Rounding.Bytes bytes -> throw new IllegalArgumentException(bytes.text());
    };
  }

  /** Distance between the numbers of a float format that this value may be rounded to. */
  static double width(Format format, double value) {
    if (format == Format.F32) {
      return 0;
    }
    float above = rounded(format, (float) (value * (1 + SEVERAL_ROUNDINGS)));
    float below = rounded(format, (float) (value * (1 - SEVERAL_ROUNDINGS)));
    return above == below ? 0 : Math.abs((double) above - below);
  }

  /** A weight as it is multiplied, or itself where that may be either of two. */
  static float rounded(Rounding rounding, float value) {
    return rounding instanceof Rounding.Stored(Format format) ? rounded(format, value) : value;
  }

  /** The nearest number of F16 or BF16, a half going to the even one; else the value itself. */
  static float rounded(Format format, float value) {
    return switch (format) {
      case F16 -> Float.float16ToFloat(Float.floatToFloat16(value));
      case BF16 -> Bfloat16.toFloat(Bfloat16.fromFloat(value));
      default -> value;
    };
  }

  /**
   * How far the sum that Q8_1 stores beside a group is from the sum of the group's elements: it is
   * made with the unrounded scale and then rounded itself. Offsets of weights are multiplied by it.
   */
  double sumError(int group) {
    if (!isStored(Format.Q8_1)) {
      return 0;
    }
    Format format = Format.Q8_1;
    long at = group * (long) format.blockBytes() + SUM_OFFSET;
    float kept = Float.float16ToFloat(stored.get(ValueLayout.JAVA_SHORT_UNALIGNED, at));
    double sum = 0;
    for (int j = 0; j < format.blockElements(); j++) {
      sum += values[group * format.blockElements() + j];
    }
    return Math.abs(kept - sum) + width(Format.F16, kept);
  }

  float value(int j) {
    return values[j];
  }

  /** Largest distance between two correct roundings of this element; mostly 0. */
  double slack(int j) {
    return slack[j];
  }
}
