package assay.datasets.generate;

/** What a tensor is to its kernel; the same fill differs a little between roles. */
enum Role {
  WEIGHTS,
  ACTIVATIONS,
  QUERY,
  KEYS,
  VALUES,
  SINKS;

  /** Separates the random streams of tensors that share a seed. */
  long seed(long seed) {
    return SeededRandom.mix(seed ^ ((ordinal() + 1) * 0x9E3779B97F4A7C15L));
  }

  boolean ofAttention() {
    return this != WEIGHTS && this != ACTIVATIONS;
  }
}
