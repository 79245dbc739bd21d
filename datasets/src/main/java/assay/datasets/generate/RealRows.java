package assay.datasets.generate;

import assay.datasets.real.RealWeights;

/** Rows of {@link Fill#REAL}: trained rows, each started at a seeded place. */
final class RealRows {

  private RealRows() {}

  static RowSource of(RealWeights weights, Role role, long seed) {
    if (role == Role.SINKS) {
      // MiniLM has no sinks; those of gpt-oss are of the order of one.
      return FloatRows.of(Fill.GAUSSIAN, role, seed);
    }
    RealWeights.Kind kind =
        switch (role) {
          case WEIGHTS, SINKS -> RealWeights.Kind.WEIGHTS;
          case ACTIVATIONS -> RealWeights.Kind.ACTIVATIONS;
          case QUERY -> RealWeights.Kind.QUERY;
          case KEYS -> RealWeights.Kind.KEYS;
          case VALUES -> RealWeights.Kind.VALUES;
        };
    return (row, to) ->
        weights.fill(kind, SeededRandom.mix(seed + row * 0xD1342543DE82EF95L) >>> 1, to);
  }
}
