package assay.kernels.vector.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Tensor;
import assay.kernels.vector.Allocation;
import assay.kernels.vector.shape.VectorShapes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The edges of tiles, panels and blocks, for every register file at the width of this JVM. */
class TiledMatmulTest {

  private static final long SEED = 20260301;

  /** Around a vector, a panel and a depth block, and nothing at all. */
  static Stream<int[]> shapes() {
    int panel = 4 * VectorShapes.LANES;
    return Stream.of(
        new int[] {0, 3, 5},
        new int[] {3, 0, 5},
        new int[] {5, 4, 0},
        new int[] {1, 1, 1},
        new int[] {1, 2, 257},
        new int[] {2, panel + 1, 3},
        new int[] {23, panel - 1, 31},
        new int[] {24, panel, 255},
        new int[] {25, 2 * panel + 1, 256},
        new int[] {193, 3, 513},
        new int[] {100, VectorShapes.LANES + 1, 40});
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void sixteenRegisters(int[] shape) {
    check(shape, GemmTiles.sixteenRegisters(), 1);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void thirtyTwoRegisters(int[] shape) {
    check(shape, GemmTiles.thirtyTwoRegisters(), 3);
  }

  private static void check(int[] shape, GemmTiles tiles, int threads) {
    MatmulSpec spec = new MatmulSpec(Format.F32, shape[0], shape[1], shape[2]);
    Random random = new Random(SEED);
    float[] w = signed(random, shape[0] * shape[2]);
    float[] x = signed(random, shape[1] * shape[2]);
    float[] y = new float[shape[0] * shape[1]];
    try (Arena arena = Arena.ofShared();
        TiledMatmul kernel =
            new TiledMatmul("tested", spec, inputs(arena, spec, w, x), tiles, threads)) {
      kernel.poisonOutput();
      kernel.run();
      kernel.run();
      kernel.readOutput(y);
    }
    for (int n = 0; n < shape[1]; n++) {
      for (int m = 0; m < shape[0]; m++) {
        assertClose(spec, w, x, y, m, n);
      }
    }
  }

  /** The bound of any order of float32 sums: k roundings of the sum of magnitudes. */
  private static void assertClose(MatmulSpec spec, float[] w, float[] x, float[] y, int m, int n) {
    int k = (int) spec.k();
    double truth = 0;
    double magnitude = 0;
    for (int i = 0; i < k; i++) {
      double product = (double) w[m * k + i] * x[n * k + i];
      truth += product;
      magnitude += Math.abs(product);
    }
    float got = y[n * (int) spec.m() + m];
    double bound = Math.scalb((k + 1) * magnitude, -24);
    assertTrue(
        Math.abs(got - truth) <= bound,
        "%s seed %d y[n%d][m%d] = %s, truth %s".formatted(spec, SEED, n, m, got, truth));
  }

  private static float[] signed(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * Math.scalb(1.0, random.nextInt(9) - 4));
    }
    return values;
  }

  private static Inputs.Matmul inputs(Arena arena, MatmulSpec spec, float[] w, float[] x) {
    return new Inputs.Matmul(
        new Tensor(Format.F32, spec.m(), spec.k(), exact(arena, w)),
        new Tensor(Format.F32, spec.n(), spec.k(), exact(arena, x)));
  }

  /** Not a byte more than the tensor has, so that reading past its end throws. */
  private static MemorySegment exact(Arena arena, float[] values) {
    return arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
  }

  @Test
  void activationsPackedPieceByPieceGiveTheSameResult() {
    MatmulSpec spec = new MatmulSpec(Format.F32, 30, 150, 70);
    Random random = new Random(SEED);
    float[] w = signed(random, 30 * 70);
    float[] x = signed(random, 150 * 70);
    GemmTiles tiles = GemmTiles.forThisMachine();
    int panel = tiles.vectors() * VectorShapes.LANES;
    float[] whole = new float[30 * 150];
    float[] pieces = new float[30 * 150];
    try (Arena arena = Arena.ofShared()) {
      Inputs.Matmul inputs = inputs(arena, spec, w, x);
      try (TiledMatmul kernel = new TiledMatmul("whole", spec, inputs, tiles, 1)) {
        kernel.run();
        kernel.readOutput(whole);
      }
      GemmBlocking small = new GemmBlocking(24, panel, 2 * panel);
      try (TiledMatmul kernel = new TiledMatmul("pieces", spec, inputs, tiles, small, 2)) {
        kernel.poisonOutput();
        kernel.run();
        kernel.readOutput(pieces);
      }
    }
    IntStream.range(0, whole.length).forEach(i -> assertEquals(whole[i], pieces[i], "at " + i));
  }

  static Stream<GemmTiles> registerFiles() {
    return Stream.of(GemmTiles.sixteenRegisters(), GemmTiles.thirtyTwoRegisters());
  }

  /** Enough columns for the main tile, and one more vector than it has for a narrower one. */
  @ParameterizedTest
  @MethodSource("registerFiles")
  void runAllocatesNothing(GemmTiles tiles) {
    int n = 2 * tiles.vectors() * VectorShapes.LANES + 1;
    for (int narrower = 0; narrower < tiles.vectors() - 1; narrower++) {
      MatmulSpec spec = new MatmulSpec(Format.F32, 48, n + narrower * VectorShapes.LANES, 300);
      Random random = new Random(SEED);
      float[] w = signed(random, 48 * 300);
      float[] x = signed(random, (int) spec.n() * 300);
      try (Arena arena = Arena.ofShared();
          TiledMatmul kernel =
              new TiledMatmul("tested", spec, inputs(arena, spec, w, x), tiles, 1)) {
        assertEquals(0, Allocation.onceCompiled(kernel::run), spec + " bytes a run");
      }
    }
  }
}
