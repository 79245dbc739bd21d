package assay.kernels.vector.attention;

import static assay.kernels.vector.attention.PanelTile.STRIDE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.kernels.vector.Allocation;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both tiles on every machine: only one of them is chosen on this one. */
final class PanelTileTest {

  private static final int GUARD = 5;

  static Stream<PanelTile> tiles() {
    return Stream.of(new PanelTile3x3(), new PanelTile6x4());
  }

  @ParameterizedTest
  @MethodSource("tiles")
  void scoresAreDotProductsAndReplaceWhatWasThere(PanelTile tile) {
    for (int depth : new int[] {0, 1, 7, 64, 576}) {
      float[] keys = whole(GUARD + tile.rows() * STRIDE, 1);
      float[] panel = whole(GUARD + depth * tile.width(), 2);
      float[] out = whole(GUARD + tile.rows() * tile.width() + GUARD, 3);
      float[] before = out.clone();
      tile.scores(depth, keys, GUARD, panel, GUARD, out, GUARD);
      for (int row = 0; row < tile.rows(); row++) {
        for (int lane = 0; lane < tile.width(); lane++) {
          float sum = 0;
          for (int k = 0; k < depth; k++) {
            sum += keys[GUARD + row * STRIDE + k] * panel[GUARD + k * tile.width() + lane];
          }
          before[GUARD + row * tile.width() + lane] = sum;
        }
      }
      assertSame(before, out, "depth " + depth);
    }
  }

  @ParameterizedTest
  @MethodSource("tiles")
  void mixingAddsWeightedValues(PanelTile tile) {
    for (int depth : new int[] {0, 1, 5, 60}) {
      float[] values = whole(GUARD + depth * STRIDE + tile.rows(), 4);
      float[] panel = whole(GUARD + depth * tile.width(), 5);
      float[] out = whole(GUARD + tile.rows() * tile.width() + GUARD, 6);
      float[] expected = out.clone();
      tile.mix(depth, values, GUARD, panel, GUARD, out, GUARD);
      for (int column = 0; column < tile.rows(); column++) {
        for (int lane = 0; lane < tile.width(); lane++) {
          for (int k = 0; k < depth; k++) {
            expected[GUARD + column * tile.width() + lane] +=
                values[GUARD + k * STRIDE + column] * panel[GUARD + k * tile.width() + lane];
          }
        }
      }
      assertSame(expected, out, "depth " + depth);
    }
  }

  @ParameterizedTest
  @MethodSource("tiles")
  void allocatesNothing(PanelTile tile) {
    int depth = 64;
    float[] rows = whole(depth * STRIDE, 7);
    float[] panel = whole(depth * tile.width(), 8);
    float[] out = new float[tile.rows() * tile.width()];
    Runnable both =
        () -> {
          tile.scores(depth, rows, 0, panel, 0, out, 0);
          tile.mix(depth, rows, 0, panel, 0, out, 0);
        };
    assertEquals(0, Allocation.onceCompiled(both));
  }

  /** Small whole numbers: every sum is exact, so any order gives the same bits. */
  private static float[] whole(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextInt(-9, 10);
    }
    return numbers;
  }

  private static void assertSame(float[] expected, float[] actual, String what) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 0f, what + " at " + i);
    }
  }
}
