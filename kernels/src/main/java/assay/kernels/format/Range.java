package assay.kernels.format;

/** Smallest and largest of some elements, found in ggml's order so that NaN falls out alike. */
record Range(float min, float max) {

  static Range of(float[] x, int from, int count) {
    float min = Float.MAX_VALUE;
    float max = -Float.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      float value = x[from + i];
      min = value < min ? value : min;
      max = value > max ? value : max;
    }
    return new Range(min, max);
  }

  float width() {
    return max - min;
  }
}
