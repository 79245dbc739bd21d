package assay.kernels.gpu.matmul;

import assay.kernels.MatmulSpec;
import assay.kernels.gpu.GpuWork;
import assay.kernels.gpu.driver.Launch;
import java.util.List;

/**
 * How blocks share a product: tiles of 128 features and some tokens, and parts of k where tiles are
 * too few for the device.
 *
 * @param tokens of a tile
 * @param tiles of the result
 * @param parts of k, each with a result of its own
 * @param steps of k in a part
 */
record TileChoice(int tokens, long tiles, long parts, long steps) {

  /** As in matmul_*.cu. */
  static final int FEATURES = 128;

  /** Parts cost memory for their results, and a step or two of each to begin. */
  private static final int MOST_PARTS = 16;

  private static final int FEWEST_STEPS = 4;

  /** Of a block, before its first step and after its last. */
  private static final double CLOCKS_OF_BLOCK = 3000;

  /** Of a kernel more, and of bytes that go to the cache and back, all multiprocessors together. */
  private static final double CLOCKS_OF_LAUNCH = 4000;

  private static final double BYTES_OF_CLOCK = 20;

  /**
   * What a block does at a time along k.
   *
   * @param values of a row of W
   * @param clocks however many tokens there are
   * @param clocksOfToken for each token of a tile in addition
   */
  record Step(int values, double clocks, double clocksOfToken) {}

  /**
   * The choice that should be done first; ties go to the widest tiles and the fewest parts.
   *
   * @param widths tokens that tiles may have, the widest first
   */
  static TileChoice of(MatmulSpec spec, List<Integer> widths, Step step, int multiprocessors) {
    long steps = Math.ceilDiv(spec.k(), (long) step.values());
    TileChoice best = null;
    double bestClocks = Double.POSITIVE_INFINITY;
    for (int tokens : widths) {
      long tiles = Math.ceilDiv(spec.m(), (long) FEATURES) * Math.ceilDiv(spec.n(), (long) tokens);
      for (long parts = 1; parts <= mostParts(steps); parts++) {
        long each = Math.max(1, Math.ceilDiv(steps, parts));
        var choice = new TileChoice(tokens, tiles, Math.max(1, Math.ceilDiv(steps, each)), each);
        double clocks = choice.clocks(spec.outputs(), step, multiprocessors);
        if (clocks < bestClocks) {
          best = choice;
          bestClocks = clocks;
        }
      }
    }
    return best;
  }

  private static long mostParts(long steps) {
    return Math.clamp(steps / FEWEST_STEPS, 1, MOST_PARTS);
  }

  /** Blocks of one multiprocessor share its units, so they count one after the other. */
  private double clocks(long outputs, Step step, int multiprocessors) {
    double ofBlock = steps * (step.clocks() + tokens * step.clocksOfToken()) + CLOCKS_OF_BLOCK;
    double ofBlocks = Math.ceilDiv(tiles * parts, (long) multiprocessors) * ofBlock;
    double partBytes = 2.0 * Float.BYTES * parts * outputs;
    return parts == 1
        ? ofBlocks
        : ofBlocks + CLOCKS_OF_LAUNCH + partBytes / (BYTES_OF_CLOCK * multiprocessors);
  }

  /** Tokens of all tiles, those that are not there included. */
  long paddedTokens(MatmulSpec spec) {
    return Math.ceilDiv(spec.n(), (long) tokens) * tokens;
  }

  Launch.Grid grid() {
    return new Launch.Grid(tiles, 1, parts);
  }

  /** For the record. */
  void describe(GpuWork work, String kernel) {
    work.detail("function", kernel);
    work.detail("tiles", tiles);
  }
}
