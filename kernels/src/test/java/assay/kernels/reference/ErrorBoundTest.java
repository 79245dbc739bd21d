package assay.kernels.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.accuracy.ErrorSplit;
import assay.kernels.accuracy.Measures;
import assay.kernels.format.Codecs;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bound must pass what is right and catch what is wrong. */
class ErrorBoundTest {

  private static final Arithmetic EIGHT_BITS = Arithmetic.roundingActivations(Format.Q8_0);

  @ParameterizedTest
  @CsvSource({"1,1", "17,2", "256,3", "4096,4", "14336,5", "28672,6"})
  void aPlainSumPasses(int k, long seed) {
    Problem problem = Problem.random(40, 2, k, seed);
    Measures measures = problem.measures(Arithmetic.FLOAT32, problem.result());
    assertTrue(measures.isWithinTolerance(), measures::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 1024, 4096})
  void aMissingElementIsFound(int k) {
    Problem problem = Problem.random(40, 2, k, k);
    Measures measures = problem.measures(Arithmetic.FLOAT32, problem.result(problem.x(), 1));
    assertTrue(measures.mismatchShare() > 0.5, measures::toString);
  }

  @Test
  void activationsRoundedToEightBitsPassOnlyWhenDeclared() {
    Problem problem = Problem.random(40, 3, 4096, 8);
    float[] result = problem.result(rounded(problem.x(), Format.Q8_0), 0);
    assertTrue(problem.measures(EIGHT_BITS, result).isWithinTolerance());
    assertFalse(problem.measures(Arithmetic.FLOAT32, result).isWithinTolerance());
  }

  @Test
  void withEightBitsAMissingBlockIsStillFound() {
    Problem problem = Problem.random(40, 3, 4096, 9);
    float[] result = problem.result(rounded(problem.x(), Format.Q8_0), 32);
    assertTrue(problem.measures(EIGHT_BITS, result).mismatchShare() > 0.25);
  }

  @ParameterizedTest
  @ValueSource(strings = {"F16", "BF16", "Q8_0", "Q8_1", "Q8_K"})
  void theErrorIsSplitWhereItArises(Format format) {
    Problem problem = Problem.random(40, 3, 1024, 10);
    float[] result = problem.result(rounded(problem.x(), format), 0);
    Arithmetic arithmetic = Arithmetic.roundingActivations(format);
    int[] all = IntStream.range(0, result.length).toArray();
    Truth truth = Truth.of(problem.spec(), problem.inputs(), arithmetic, all);
    ErrorSplit split = ErrorSplit.of(problem.spec(), problem.inputs(), arithmetic, truth, result);
    assertTrue(split.activation() > 1e-9 && split.activation() < 1e-3, split::toString);
    assertTrue(split.arithmetic() > 0 && split.arithmetic() < 1e-11, split::toString);
    assertTrue(split.weight().isEmpty());
    ErrorSplit whole =
        split.withOriginal(problem.spec(), problem.inputs(), problem.inputs().weights(), truth);
    assertEquals(0, whole.weight().orElseThrow());
  }

  private static float[] rounded(float[] x, Format format) {
    MemorySegment stored = MemorySegment.ofArray(new byte[(int) format.bytesFor(x.length)]);
    Codecs.of(format).encode(x, 0, x.length, stored, 0);
    float[] rounded = new float[x.length];
    Codecs.of(format).decode(stored, 0, rounded, 0, x.length);
    return rounded;
  }
}
