package assay.kernels.vector.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.kernels.vector.Allocation;
import assay.kernels.vector.shape.VectorShapes;
import org.junit.jupiter.api.Test;

final class LaneSumsTest {

  private static final int LANES = VectorShapes.LANES;

  /** Powers of two up to 2^23 within a vector: no sum rounds, and no two lanes can be confused. */
  private static float[] vectors() {
    float[] lanes = new float[8 * LANES];
    for (int i = 0; i < 8; i++) {
      for (int lane = 0; lane < LANES; lane++) {
        lanes[i * LANES + lane] = (1 << lane) + (i << LANES % 16);
      }
    }
    return lanes;
  }

  @Test
  void eightSumsComeToTheirPlaces() {
    float[] lanes = vectors();
    float[] expected = new float[8];
    for (int i = 0; i < 8; i++) {
      expected[i] = LaneSums.of(lanes, i * LANES);
    }
    LaneSums.ofEight(lanes);
    for (int i = 0; i < 8; i++) {
      assertEquals(expected[i], lanes[i * LaneSums.strideOfEight()], "vector " + i);
    }
  }

  @Test
  void oneSumIsThatOfItsVector() {
    float[] lanes = vectors();
    for (int i = 0; i < 8; i++) {
      float sum = 0;
      for (int lane = 0; lane < LANES; lane++) {
        sum += lanes[i * LANES + lane];
      }
      assertEquals(sum, LaneSums.of(lanes, i * LANES));
    }
  }

  @Test
  void allocatesNothing() {
    float[] lanes = vectors();
    assertEquals(0, Allocation.onceCompiled(() -> LaneSums.ofEight(lanes)));
  }
}
