package assay.kernels.vector.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.AttentionSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.Spec;
import assay.kernels.Tensor;
import assay.kernels.format.Codecs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small whole numbers: sums are exact, so both tiles must give the same bits. */
final class HalfTileTest {

  private static final int KEYS = SplitWorker.KEYS;

  private final Arena arena = Arena.ofAuto();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "h2,kv2,d64,n1,c70",
        "h6,kv2,d64,n1,c70",
        "h4,kv1,d256,n1,c70",
        "h9,kv1,d64,v96,n1,c70",
        "h1,kv1,d256,v512,n5,c70"
      })
  void givesWhatDecodingFirstGives(String shape) {
    AttentionProblem problem = problem("attention:f32*f16:" + shape + ",full", 1);
    assertTrue(HalfTile.fits(problem));
    for (int kvHead = 0; kvHead < problem.kvHeads; kvHead++) {
      for (int count : new int[] {1, 2, 7, 8, 9, 17, KEYS}) {
        compare(problem, kvHead, problem.context - count, count);
      }
    }
  }

  private static void compare(AttentionProblem problem, int kvHead, int at, int count) {
    HalfTile tile = new HalfTile(problem);
    DecodedTile decoded = new DecodedTile(problem);
    tile.turnTo(kvHead);
    decoded.turnTo(kvHead);
    float[] scores = new float[problem.groupRows() * KEYS];
    float[] expected = scores.clone();
    tile.score(at, count, scores);
    decoded.score(at, count, expected);
    for (int row = 0; row < problem.groupRows(); row++) {
      int from = row * KEYS;
      assertEquals(
          Arrays.toString(Arrays.copyOfRange(expected, from, from + count)),
          Arrays.toString(Arrays.copyOfRange(scores, from, from + count)),
          "row %d of %d keys".formatted(row, count));
    }
    float[] weights = whole(scores.length, 3);
    int width = SplitWorker.padded(problem.valueDim);
    float[] out = whole(5 + problem.groupRows() * width, 4);
    float[] expectedOut = out.clone();
    tile.mix(at, count, weights, out, 5);
    decoded.mix(at, count, weights, expectedOut, 5);
    assertEquals(Arrays.toString(expectedOut), Arrays.toString(out), count + " values");
  }

  @Test
  void leavesInfinityNanAndHugeQueriesToTheOther() {
    String spec = "attention:f32*f16:h2,kv1,d64,n1,c9,full";
    assertFalse(HalfTile.fits(problem(spec, Float.POSITIVE_INFINITY)));
    assertFalse(HalfTile.fits(problem(spec, Float.NaN)));
    assertFalse(HalfTile.fits(problem(spec, 1, Float.NaN)));
    AttentionProblem huge = problem(spec, 1, 0x1p100f);
    assertFalse(HalfTile.fits(huge));
    assertFalse(HalfTile.fits(problem("attention:f32*f16:h2,kv1,d62,n1,c9,full", 1)));
  }

  private AttentionProblem problem(String text, float lastValue) {
    return problem(text, lastValue, 3);
  }

  private AttentionProblem problem(String text, float lastValue, float lastQuery) {
    AttentionSpec spec = (AttentionSpec) Spec.parse(text);
    Tensor query = tensor(Format.F32, spec.heads() * spec.n(), spec.keyDim(), lastQuery);
    Tensor keys = tensor(Format.F16, spec.kvHeads() * spec.context(), spec.keyDim(), 1);
    Tensor values = tensor(Format.F16, spec.kvHeads() * spec.context(), spec.valueDim(), lastValue);
    return new AttentionProblem(spec, new Inputs.Attention(query, keys, values, Optional.empty()));
  }

  private Tensor tensor(Format format, long rows, long columns, float last) {
    float[] values = whole((int) (rows * columns), rows * columns);
    values[values.length - 1] = last;
    MemorySegment data = arena.allocate(format.bytesFor(values.length), 64);
    if (format == Format.F32) {
      MemorySegment.copy(values, 0, data, ValueLayout.JAVA_FLOAT, 0, values.length);
    } else {
      Codecs.of(format).encode(values, 0, values.length, data, 0);
    }
    return new Tensor(format, rows, columns, data);
  }

  private static float[] whole(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(-8, 9);
    }
    return values;
  }
}
