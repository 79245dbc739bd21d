package assay.kernels.vector.gemm;

import static assay.kernels.vector.shape.VectorShapes.LANES;

import assay.kernels.vector.shape.VectorShapes;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What each register tile reaches alone: one thread, packed operands, a block of W in L2.
 *
 * <p>For choosing tiles, not for reports: no forks, no truth. Run it with the flags of the tier in
 * question ({@code -XX:UseAVX=2}, {@code -Dassay.maxBits=256}); each line is a tile, GFLOP/s in the
 * median and at best.
 */
final class TileRates {

  private static final int ROWS = 192;
  private static final int PANELS = 16;
  private static final int CALLS = 300;

  private TileRates() {}

  public static void main(String[] args) {
    System.out.println(VectorShapes.isa() + ", main tile " + GemmTiles.forThisMachine().main());
    Stream.of(GemmTiles.sixteenRegisters(), GemmTiles.thirtyTwoRegisters())
        .flatMap(tiles -> tiles.byVectors().stream())
        .forEach(TileRates::print);
  }

  private static void print(GemmTile tile) {
    int width = tile.vectors() * LANES;
    float[] w = random(ROWS * GemmBlocking.ROW_STRIDE);
    float[] x = random(PANELS * width * GemmBlocking.DEPTH);
    float[] y = new float[PANELS * ROWS * width];
    double[] rates = new double[CALLS];
    for (int i = 0; i < CALLS; i++) {
      long start = System.nanoTime();
      multiply(tile, w, x, y, width);
      double flops = 2.0 * ROWS * PANELS * width * GemmBlocking.DEPTH;
      rates[i] = flops / (System.nanoTime() - start);
    }
    double[] warm = Arrays.copyOfRange(rates, CALLS / 3, CALLS);
    Arrays.sort(warm);
    System.out.printf("%-5s %6.1f %6.1f%n", tile, warm[warm.length / 2], warm[warm.length - 1]);
  }

  private static void multiply(GemmTile tile, float[] w, float[] x, float[] y, int width) {
    for (int panel = 0; panel < PANELS; panel++) {
      for (int row = 0; row < ROWS; row += tile.rows()) {
        tile.kernel()
            .multiply(
                GemmBlocking.DEPTH,
                w,
                row * GemmBlocking.ROW_STRIDE,
                x,
                panel * width * GemmBlocking.DEPTH,
                y,
                (panel * ROWS + row) * width);
      }
    }
  }

  private static float[] random(int count) {
    Random random = new Random(1);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }
}
