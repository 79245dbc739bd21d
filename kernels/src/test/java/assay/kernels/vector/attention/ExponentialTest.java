package assay.kernels.vector.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.vector.shape.VectorShapes;
import java.util.SplittableRandom;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

final class ExponentialTest {

  private static final int LANES = VectorShapes.LANES;

  @Test
  void isWithinTwoUnitsInTheLastPlace() {
    SplittableRandom random = new SplittableRandom(5);
    float[] x = new float[64 * LANES];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) -(87.3 * Math.pow(random.nextDouble(), 3));
    }
    x[0] = 0;
    x[1] = -0f;
    float[] y = exp(x);
    for (int i = 0; i < x.length; i++) {
      double exact = Math.exp(x[i]);
      assertTrue(Math.abs(y[i] - exact) <= 2 * Math.ulp((float) exact), "exp(" + x[i] + ")");
    }
    assertEquals(1, y[0]);
    assertEquals(1, y[1]);
  }

  @Test
  void vanishesBelowTheNormalRangeAndKeepsNan() {
    float[] x = new float[4 * LANES];
    x[0] = Float.NEGATIVE_INFINITY;
    x[1] = -1e30f;
    x[2] = -87.4f;
    x[3] = Float.NaN;
    float[] y = exp(x);
    assertEquals(0, y[0]);
    assertEquals(0, y[1]);
    assertEquals(0, y[2]);
    assertTrue(Float.isNaN(y[3]));
  }

  @Test
  void tanhIsWithinThreeUnitsOfOne() {
    float[] x = new float[64 * LANES];
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-6, 3)));
    }
    for (int i = 0; i < x.length; i += LANES) {
      float[] y = new float[LANES];
      Exponential.tanh(FloatVector.fromArray(VectorShapes.F32, x, i)).intoArray(y, 0);
      for (int lane = 0; lane < LANES; lane++) {
        double error = Math.abs(y[lane] - Math.tanh(x[i + lane]));
        assertTrue(error <= 3 * 0x1p-24, "tanh(" + x[i + lane] + ") is off by " + error);
      }
    }
  }

  private static float[] exp(float[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i += LANES) {
      Exponential.of(FloatVector.fromArray(VectorShapes.F32, x, i)).intoArray(y, i);
    }
    return y;
  }
}
