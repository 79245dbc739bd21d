package assay.kernels.vector.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.vector.shape.VectorShapes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

final class HalvesTest {

  private static final int HALVES = 1 << 16;
  private static final int LANES = VectorShapes.LANES;

  @Test
  void everyFiniteHalfIsExact() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment all = arena.allocate(2L * HALVES);
      for (int i = 0; i < HALVES; i++) {
        all.set(ValueLayout.JAVA_SHORT, 2L * i, (short) i);
      }
      float[] lanes = new float[LANES];
      for (int i = 0; i < HALVES; i += LANES) {
        Halves.load(all, 2L * i).mul(Halves.SCALE).intoArray(lanes, 0);
        for (int lane = 0; lane < LANES; lane++) {
          float expected = Float.float16ToFloat((short) (i + lane));
          if (Float.isFinite(expected)) {
            assertEquals(expected, lanes[lane], "half " + Integer.toHexString(i + lane));
          }
        }
      }
    }
  }

  @Test
  void findsTheOneThatIsNotFinite() {
    MemorySegment halves = MemorySegment.ofArray(new short[37]);
    halves.set(ValueLayout.JAVA_SHORT, 72, (short) 0xFBFF);
    assertTrue(Halves.allFinite(halves));
    halves.set(ValueLayout.JAVA_SHORT, 72, (short) 0xFC00);
    assertFalse(Halves.allFinite(halves));
  }
}
