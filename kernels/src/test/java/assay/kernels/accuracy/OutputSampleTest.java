package assay.kernels.accuracy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Spec;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputSampleTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matmul:f32*f32:m1000,n50,k8",
        "matmul:f32*f32:m1,n5000,k8",
        "matmul:f32*f32:m200000,n1,k8",
        "attention:f32*f16:h8,kv2,d64,n40,c64,causal",
        "dequant:f16*f32:m70,k100"
      })
  void isAscendingWithinBoundsAndHasTheCorners(String text) {
    Spec spec = Spec.parse(text);
    int[] sample = OutputSample.of(spec, 300, 5);
    assertTrue(sample.length >= 300 && sample.length < 340, "it has " + sample.length);
    assertArrayEquals(Arrays.stream(sample).sorted().distinct().toArray(), sample);
    assertEquals(0, sample[0]);
    assertEquals(spec.outputs() - 1, sample[sample.length - 1]);
  }

  @Test
  void hasTheEndsOfTheFirstAndLastRow() {
    int[] sample = OutputSample.of(Spec.parse("matmul:f32*f32:m1000,n50,k8"), 100, 1);
    for (int corner : new int[] {0, 999, 49_000, 49_999, 1000, 48_999, 998}) {
      assertTrue(Arrays.binarySearch(sample, corner) >= 0, "without " + corner);
    }
  }

  @Test
  void smallResultsAreTakenWhole() {
    int[] sample = OutputSample.of(Spec.parse("matmul:f32*f32:m5,n4,k8"), 20, 1);
    assertArrayEquals(IntStream.range(0, 20).toArray(), sample);
    assertEquals(0, OutputSample.of(Spec.parse("matmul:f32*f32:m0,n4,k8"), 20, 1).length);
  }

  @Test
  void theSeedDecides() {
    Spec spec = Spec.parse("matmul:f32*f32:m1000,n50,k8");
    assertArrayEquals(OutputSample.of(spec, 200, 1), OutputSample.of(spec, 200, 1));
    assertFalse(Arrays.equals(OutputSample.of(spec, 200, 1), OutputSample.of(spec, 200, 2)));
  }
}
