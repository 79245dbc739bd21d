package assay.kernels.gpu.matvec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Format;
import assay.kernels.MatmulSpec;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MatvecShapeTest {

  private static final int PROCESSORS = 132;
  private static final int SHARED_OF_HOPPER = 227 << 10;
  private static final int SHARED_OF_CDNA = 64 << 10;

  @Test
  void manyRowsNeedNoSplit() {
    MatvecShape shape = of(14336, 1, 8192, SHARED_OF_HOPPER);

    assertEquals(1, shape.splits());
    assertEquals(2 * PROCESSORS, shape.blocks());
    assertEquals(1, shape.columns());
  }

  @Test
  void fewRowsAreSplitAlongK() {
    MatvecShape shape = of(64, 1, 65536, SHARED_OF_HOPPER);

    assertTrue(shape.splits() > 1, shape::toString);
    assertTrue(shape.blocks() * shape.splits() <= 2 * PROCESSORS, shape::toString);
  }

  @Test
  void activationsThatDoNotFitAreSplitAlongK() {
    assertEquals(1, of(65536, 1, 14336, SHARED_OF_CDNA).splits());
    assertTrue(of(65536, 8, 14336, SHARED_OF_CDNA).splits() > 1);
  }

  @Test
  void warpsLieWhereNoneIsIdle() {
    // 54 rows to a block: in steps of 8 or 4 rows they take 56, in steps of 16 they take 64.
    assertEquals(4, of(14336, 1, 8192, SHARED_OF_HOPPER).warps());
    assertEquals(1, of(1 << 20, 1, 1024, SHARED_OF_HOPPER).warps());
  }

  @Test
  void splitsCoverKAndFitTwiceIntoSharedMemory() {
    long seed = 20261128;
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      long n = 1 + random.nextInt(MatvecShape.MOST_COLUMNS);
      long k = 32L * random.nextInt(2000);
      int shared = random.nextBoolean() ? SHARED_OF_HOPPER : SHARED_OF_CDNA;
      MatvecShape shape = of(random.nextInt(200_000), n, k, shared);
      String said = "seed %d, k %d: %s".formatted(seed, k, shape);

      assertTrue(shape.columns() >= n && shape.columns() < 2 * n, said);
      assertTrue(shape.splits() * shape.units() >= k / 32, said);
      assertTrue((shape.splits() - 1) * shape.units() < Math.max(1, k / 32), said);
      assertEquals(0, shape.units() % 8, said);
      assertTrue(2 * (shape.sharedBytes() + 9216) <= shared, said);
      assertEquals(0, 8 % shape.warps(), said);
    }
  }

  private static MatvecShape of(long m, long n, long k, int sharedBytes) {
    return MatvecShape.of(
        new MatmulSpec(Format.Q4_0, m, n, k),
        new MatvecShape.Grain(k / 32, 4, 40),
        PROCESSORS,
        sharedBytes);
  }
}
