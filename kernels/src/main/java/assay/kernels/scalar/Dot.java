package assay.kernels.scalar;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Sums of products with independent running sums, so that additions need not wait for each other.
 */
final class Dot {

  static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private Dot() {}

  /** {@code sum w[from + j] * x[j]} for j below count; x starts at byte {@code offset}. */
  static float product(float[] w, int from, MemorySegment x, long offset, int count) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int j = 0;
    for (; j + 3 < count; j += 4) {
      long at = offset + 4L * j;
      a += w[from + j] * x.get(FLOAT, at);
      b += w[from + j + 1] * x.get(FLOAT, at + 4);
      c += w[from + j + 2] * x.get(FLOAT, at + 8);
      d += w[from + j + 3] * x.get(FLOAT, at + 12);
    }
    for (; j < count; j++) {
      a += w[from + j] * x.get(FLOAT, offset + 4L * j);
    }
    return a + b + (c + d);
  }
}
