package assay.kernels.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.Rounding;
import assay.kernels.accuracy.ErrorSplit;
import assay.kernels.accuracy.Measures;
import assay.kernels.format.Codecs;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bound must pass what is right and catch what is wrong. */
class ErrorBoundTest {

  private static final Arithmetic EIGHT_BITS = Arithmetic.roundingActivations(Format.Q8_0);

  private static final Rounding BYTES = new Rounding.Bytes(32);

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
    ErrorSplit split = ErrorSplit.of(truth, result);
    assertTrue(split.activation() > 1e-9 && split.activation() < 1e-3, split::toString);
    assertTrue(split.arithmetic() > 0 && split.arithmetic() < 1e-11, split::toString);
    assertTrue(split.weight().isEmpty());
    ErrorSplit whole =
        split.withOriginal(problem.spec(), problem.inputs(), problem.inputs().weights(), truth);
    assertEquals(0, whole.weight().orElseThrow());
  }

  static Stream<Arithmetic> arithmetics() {
    Stream<Format> activations =
        Stream.of(Format.F32, Format.F16, Format.BF16, Format.Q8_0, Format.Q8_1, Format.Q8_K);
    return Stream.concat(
        activations.map(Arithmetic::roundingActivations),
        Stream.of(
            Arithmetic.roundingActivations(BYTES),
            Arithmetic.TF32,
            new Arithmetic(Format.F16, Format.F16, Format.F32),
            new Arithmetic(Format.BF16, Format.BF16, Format.F32),
            new Arithmetic(Format.F16, Format.F16, Format.F16),
            new Arithmetic(Format.F32, Format.F32, Format.F16)));
  }

  @ParameterizedTest
  @MethodSource("arithmetics")
  void itsOwnRoundingPassesAndNothingElse(Arithmetic arithmetic) {
    int k = arithmetic.accumulator() == Format.F16 ? 32 : 256;
    Problem problem = Problem.random(40, 3, k, 11);
    float[] right = computed(problem, arithmetic, 0);
    assertTrue(problem.measures(arithmetic, right).isWithinTolerance());
    assertTrue(problem.measures(arithmetic, problem.result()).isWithinTolerance());
    assertFalse(problem.measures(arithmetic, new float[right.length]).isWithinTolerance());
    float[] oneMissing = computed(problem, arithmetic, 1);
    assertFalse(problem.measures(arithmetic, oneMissing).isWithinTolerance());
    float[] unwritten = right.clone();
    Arrays.fill(unwritten, 8, 16, Float.NaN);
    assertEquals(8, problem.measures(arithmetic, unwritten).nonFinite());

    double largest = 0;
    for (long seed = 1; seed <= 8; seed++) {
      var check = Freivalds.of(problem.spec(), problem.inputs(), arithmetic, seed);
      assertTrue(check.check(right).orElseThrow() <= 1);
      assertTrue(check.check(new float[right.length]).orElseThrow() > 1);
      largest = Math.max(largest, check.check(oneMissing).orElseThrow());
    }
    // Freivalds cannot follow partial sums, so its bound of binary16 ones is that of any order.
    assertTrue(largest > (arithmetic.accumulator() == Format.F16 ? 0.5 : 1), "at " + largest);
  }

  /** Some codes are in the middle between two on purpose: a kernel may take either. */
  @Test
  void halvesMayGoEitherWay() {
    Problem problem = Problem.of(6, 1, 64, i -> i % 5 - 2, i -> i % 32 == 0 ? 127 : i % 7 + 0.5);
    float[] up = new float[64];
    float[] down = new float[64];
    for (int i = 0; i < 64; i++) {
      up[i] = (float) Math.ceil(problem.x()[i]);
      down[i] = (float) Math.floor(problem.x()[i]);
    }
    assertTrue(problem.measures(EIGHT_BITS, problem.result(up, 0)).isWithinTolerance());
    assertTrue(problem.measures(EIGHT_BITS, problem.result(down, 0)).isWithinTolerance());
  }

  /** Dot products of bfloat16 take a subnormal factor as 0, and a subnormal sum. */
  @ParameterizedTest
  @CsvSource({"1, -128", "1024, -127", "1e-20, -70"})
  void whatIsSubnormalMayBeFlushedOnlyByBfloat16(double weight, int exponent) {
    Problem problem =
        Problem.of(6, 2, 256, i -> weight * (1 + i % 3), i -> Math.scalb(1.0, exponent));
    Arithmetic bfloat16 = Arithmetic.roundingActivations(Format.BF16);
    float[] zeros = new float[12];

    assertTrue(problem.measures(bfloat16, zeros).isWithinTolerance());
    assertTrue(problem.measures(bfloat16, problem.result()).isWithinTolerance());
    assertFalse(problem.measures(Arithmetic.FLOAT32, zeros).isWithinTolerance());
    var check = Freivalds.of(problem.spec(), problem.inputs(), bfloat16, 1);
    assertTrue(check.check(zeros).orElseThrow() <= 1);
  }

  private static float[] computed(Problem problem, Arithmetic arithmetic, int from) {
    float[] w = rounded(problem.w(), arithmetic.weights());
    float[] x = rounded(problem.x(), arithmetic.activations());
    if (arithmetic.accumulator() != Format.F16) {
      return new Problem(problem.spec(), w, x).result(x, from);
    }
    int k = (int) problem.spec().k();
    float[] result = new float[(int) problem.spec().outputs()];
    for (int out = 0; out < result.length; out++) {
      for (int j = from; j < k; j++) {
        float sum = result[out] + w[out % 40 * k + j] * x[out / 40 * k + j];
        result[out] = Float.float16ToFloat(Float.floatToFloat16(sum));
      }
    }
    return result;
  }

  private static float[] rounded(float[] values, Rounding rounding) {
    return switch (rounding) {
      case Rounding.Stored(Format format) -> rounded(values, format);
      case Rounding.Bytes(int group) -> toBytes(values, group);
      case Rounding.Significand(int bits) -> cut(values, bits, false);
    };
  }

  private static float[] cut(float[] values, int bits, boolean toNearest) {
    int dropped = 24 - bits;
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int raw = Float.floatToRawIntBits(values[i]) + (toNearest ? 1 << dropped - 1 : 0);
      result[i] = Float.intBitsToFloat(raw >> dropped << dropped);
    }
    return result;
  }

  /** Nobody says which; factors of one sign, all cut off, are off by the same share. */
  @ParameterizedTest
  @CsvSource({"1,1", "17,2", "256,3", "4096,4", "14336,5"})
  void significandsMayBeCutOffOrRounded(int k, long seed) {
    for (Problem problem : List.of(Problem.random(40, 2, k, seed), allPositive(k, seed))) {
      for (boolean toNearest : new boolean[] {false, true}) {
        float[] w = cut(problem.w(), 11, toNearest);
        float[] x = cut(problem.x(), 11, toNearest);
        float[] result = new Problem(problem.spec(), w, x).result(x, 0);
        Measures measures = problem.measures(Arithmetic.TF32, result);
        assertTrue(measures.isWithinTolerance(), measures::toString);
        var check = Freivalds.of(problem.spec(), problem.inputs(), Arithmetic.TF32, seed);
        assertTrue(check.check(result).orElseThrow() <= 1);
        assertFalse(problem.measures(Arithmetic.TF32, new float[80]).isWithinTolerance());
      }
    }
    Problem problem = allPositive(k, seed);
    float[] cutOff = new Problem(problem.spec(), cut(problem.w(), 11, false), problem.x()).result();
    assertFalse(problem.measures(Arithmetic.FLOAT32, cutOff).isWithinTolerance());
  }

  /** Which the bound of single outputs, eight deviations of them, cannot exclude. */
  @ParameterizedTest
  @CsvSource({"BF16,1", "BF16,8", "BF16,32", "F16,1", "F16,8"})
  void coarseSumsOfThousandsAreNeitherZerosNorHalves(Format format, int lanes) {
    Arithmetic arithmetic = Arithmetic.FLOAT32.withAccumulator(format);
    for (long seed = 1; seed <= 5; seed++) {
      Problem problem = Problem.random(24, 2, 4096, seed);
      float[] right = inLanes(problem, format, lanes);
      Measures measures = problem.measures(arithmetic, right);
      assertTrue(measures.isWithinTolerance(), measures::toString);
      assertTrue(problem.measures(arithmetic, problem.result()).isWithinTolerance());
      for (float factor : new float[] {0, 0.5f}) {
        float[] wrong = right.clone();
        for (int i = 0; i < wrong.length; i++) {
          wrong[i] *= factor;
        }
        assertFalse(problem.measures(arithmetic, wrong).isWithinTolerance(), "times " + factor);
      }
    }
  }

  private static float[] inLanes(Problem problem, Format format, int lanes) {
    int k = (int) problem.spec().k();
    int m = (int) problem.spec().m();
    float[] result = new float[(int) problem.spec().outputs()];
    for (int out = 0; out < result.length; out++) {
      float[] sums = new float[lanes];
      for (int j = 0; j < k; j++) {
        float product = problem.w()[out % m * k + j] * problem.x()[out / m * k + j];
        sums[j % lanes] = RoundedRow.rounded(format, sums[j % lanes] + product);
      }
      for (float sum : sums) {
        result[out] = RoundedRow.rounded(format, result[out] + sum);
      }
    }
    return result;
  }

  /** With three bits eight deviations are more than the result. */
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 7, 11})
  void zerosAreFoundWithHoweverFewBits(int bits) {
    var few = new Rounding.Significand(bits);
    Arithmetic arithmetic = new Arithmetic(few, few, Format.F32, 0);
    Problem problem = Problem.random(24, 3, 1024, bits);
    for (boolean toNearest : new boolean[] {false, true}) {
      float[] w = cut(problem.w(), bits, toNearest);
      float[] right = new Problem(problem.spec(), w, cut(problem.x(), bits, toNearest)).result();
      assertTrue(problem.measures(arithmetic, right).isWithinTolerance(), "" + toNearest);
    }
    assertFalse(problem.measures(arithmetic, new float[72]).isWithinTolerance());
  }

  private static Problem allPositive(int k, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Problem.of(40, 2, k, i -> random.nextDouble(0.1, 1), i -> random.nextDouble(0.1, 1));
  }

  /** Eight bits, those of BF16, are not what eleven bits may be off by. */
  @ParameterizedTest
  @ValueSource(ints = {64, 1024})
  void fewerBitsOfSignificandThanDeclaredAreFound(int k) {
    Problem problem = allPositive(k, k);
    float[] x = cut(problem.x(), 8, false);
    float[] result = new Problem(problem.spec(), cut(problem.w(), 8, false), x).result();
    assertFalse(problem.measures(Arithmetic.TF32, result).isWithinTolerance());
  }

  /** In double precision, so another way than that of the truth. */
  private static float[] toBytes(float[] x, int group) {
    float[] rounded = new float[x.length];
    for (int from = 0; from < x.length; from += group) {
      double largest = 0;
      for (int j = from; j < from + group; j++) {
        largest = Math.max(largest, Math.abs(x[j]));
      }
      for (int j = from; j < from + group; j++) {
        rounded[j] = (float) (Math.round(x[j] * 127 / largest) * largest / 127);
      }
    }
    return rounded;
  }

  /** Scales of Q8_0 are binary16, which is the larger part of what the two have not in common. */
  @Test
  void bytesUnderFloatScalesAreNotThoseUnderHalfOnes() {
    Problem problem = Problem.random(40, 3, 64, 12);
    Arithmetic arithmetic = Arithmetic.roundingActivations(BYTES);
    float[] own = problem.result(toBytes(problem.x(), 32), 0);
    float[] other = problem.result(rounded(problem.x(), Format.Q8_0), 0);
    assertTrue(problem.measures(arithmetic, own).isWithinTolerance());
    assertFalse(problem.measures(arithmetic, other).isWithinTolerance());
    assertFalse(problem.measures(EIGHT_BITS, own).isWithinTolerance());
  }

  @Test
  void subnormalsMayBeTakenForZeroOnlyWhenDeclared() {
    Problem problem = Problem.of(6, 1, 64, i -> i % 5 + 1, i -> 0x1p-130);
    float[] result = problem.result(new float[64], 0);
    assertTrue(problem.measures(Arithmetic.FLOAT32.flushing(), result).isWithinTolerance());
    assertFalse(problem.measures(Arithmetic.FLOAT32, result).isWithinTolerance());
  }

  private static float[] rounded(float[] x, Format format) {
    MemorySegment stored = MemorySegment.ofArray(new byte[(int) format.bytesFor(x.length)]);
    Codecs.of(format).encode(x, 0, x.length, stored, 0);
    float[] rounded = new float[x.length];
    Codecs.of(format).decode(stored, 0, rounded, 0, x.length);
    return rounded;
  }
}
