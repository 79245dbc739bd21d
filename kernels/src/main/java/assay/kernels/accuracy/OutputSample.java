package assay.kernels.accuracy;

import assay.kernels.AttentionSpec;
import assay.kernels.DequantSpec;
import assay.kernels.MatmulSpec;
import assay.kernels.Spec;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Which outputs of a large result are held against the truth. */
public final class OutputSample {

  /** Value columns checked together: the softmax before them is the cost. */
  private static final int COLUMNS = 8;

  private OutputSample() {}

  /**
   * All outputs when there are at most {@code count}, else that many drawn with the seed, besides
   * the corners and the rows and columns next to the edges.
   *
   * @return ascending, without repeats
   */
  public static int[] of(Spec spec, int count, long seed) {
    long outputs = spec.outputs();
    if (outputs <= count) {
      int[] all = new int[(int) outputs];
      for (int i = 0; i < all.length; i++) {
        all[i] = i;
      }
      return all;
    }
    SplittableRandom random = new SplittableRandom(seed);
    TreeSet<Integer> chosen = new TreeSet<>();
    long columns =
        switch (spec) {
          case MatmulSpec matmul -> matmul.m();
          case AttentionSpec attention -> attention.heads() * attention.valueDim();
          case DequantSpec dequant -> dequant.k();
        };
    addEdges(chosen, outputs / columns, columns);
    if (spec instanceof AttentionSpec attention) {
      addHeads(chosen, attention, count, random);
    } else {
      while (chosen.size() < count) {
        chosen.add((int) random.nextLong(outputs));
      }
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void addEdges(TreeSet<Integer> chosen, long rows, long columns) {
    for (long row : new long[] {0, 1, rows / 2, rows - 2, rows - 1}) {
      for (long column : new long[] {0, 1, columns / 2, columns - 2, columns - 1}) {
        if (row >= 0 && row < rows && column >= 0 && column < columns) {
          chosen.add((int) (row * columns + column));
        }
      }
    }
  }

  private static void addHeads(
      TreeSet<Integer> chosen, AttentionSpec spec, int count, SplittableRandom random) {
    while (chosen.size() < count) {
      long pair = random.nextLong(spec.n() * spec.heads());
      for (int i = 0; i < COLUMNS; i++) {
        chosen.add((int) (pair * spec.valueDim() + random.nextLong(spec.valueDim())));
      }
    }
  }
}
