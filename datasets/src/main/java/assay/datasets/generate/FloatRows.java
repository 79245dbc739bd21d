package assay.datasets.generate;

/** The float rows of every fill but {@link Fill#REAL}. */
final class FloatRows {

  /** About one channel in 128 is an outlier; a power of two so that the test is a mask. */
  private static final int OUTLIER_MASK = 127;

  private static final float OUTLIER_ACTIVATION = 20;
  private static final float OUTLIER_WEIGHT = 4;

  /** Width over which the common activation roundings (Q8_0, Q8_1, Q8_K) share a scale. */
  private static final int ROUNDING_GROUP = 32;

  private FloatRows() {}

  static RowSource of(Fill fill, Role role, long seed) {
    return switch (fill) {
      case GAUSSIAN ->
          (row, to) -> {
            SeededRandom random = random(seed, row);
            for (int i = 0; i < to.length; i++) {
              to[i] = (float) random.nextGaussian();
            }
          };
      case UNIFORM ->
          (row, to) -> {
            SeededRandom random = random(seed, row);
            for (int i = 0; i < to.length; i++) {
              to[i] = random.nextSigned();
            }
          };
      case HEAVY -> heavy(role, seed);
      case INTEGER -> role == Role.ACTIVATIONS ? integerActivations(seed) : integers(seed);
      case ZEROS -> (row, to) -> java.util.Arrays.fill(to, 0);
      case REAL -> throw new IllegalArgumentException("real rows come from a tensor file");
    };
  }

  private static SeededRandom random(long seed, long row) {
    return new SeededRandom(SeededRandom.mix(seed + row * 0xD1342543DE82EF95L));
  }

  private static RowSource heavy(Role role, long seed) {
    float outlier = role == Role.ACTIVATIONS ? OUTLIER_ACTIVATION : OUTLIER_WEIGHT;
    return (row, to) -> {
      SeededRandom random = random(seed, row);
      for (int i = 0; i < to.length; i++) {
        // Channels depend on the column alone: an outlier channel is one in every row.
        boolean channel = (SeededRandom.mix(seed ^ (i * 0x9E3779B9L)) & OUTLIER_MASK) == 0;
        to[i] = (float) random.nextStudentT4() * (channel ? outlier : 1);
      }
    };
  }

  private static RowSource integers(long seed) {
    return (row, to) -> {
      SeededRandom random = random(seed, row);
      for (int i = 0; i < to.length; i++) {
        to[i] = random.nextInt(5) - 2;
      }
    };
  }

  /**
   * -1, 0 and 1, and one +-127 in every group of 32: a backend that rounds activations to 8 bits
   * then finds a scale of exactly 1 and loses nothing.
   */
  private static RowSource integerActivations(long seed) {
    return (row, to) -> {
      SeededRandom random = random(seed, row);
      for (int start = 0; start < to.length; start += ROUNDING_GROUP) {
        int end = Math.min(start + ROUNDING_GROUP, to.length);
        for (int i = start; i < end; i++) {
          to[i] = random.nextInt(3) - 1;
        }
        to[start + random.nextInt(end - start)] = random.nextInt(2) == 0 ? 127 : -127;
      }
    };
  }
}
