package assay.kernels.vector.gemm;

import java.util.List;
import jdk.incubator.vector.VectorShape;

/**
 * The tiles of one register file: entry v is for panels of v + 1 vectors, the last is the main one.
 *
 * <p>All columns but the last few of X go through the main tile; the narrower ones take the rest.
 */
record GemmTiles(List<GemmTile> byVectors) {

  GemmTiles {
    byVectors = List.copyOf(byVectors);
  }

  /** The tiles for this machine's registers. */
  static GemmTiles forThisMachine() {
    return registers() == 16 ? sixteenRegisters() : thirtyTwoRegisters();
  }

  static GemmTiles sixteenRegisters() {
    return new GemmTiles(
        List.of(
            new GemmTile(8, 1, Tile8x1::multiply),
            new GemmTile(4, 2, Tile4x2::multiply),
            new GemmTile(3, 3, Tile3x3::multiply)));
  }

  static GemmTiles thirtyTwoRegisters() {
    return new GemmTiles(
        List.of(
            new GemmTile(12, 1, Tile12x1::multiply),
            new GemmTile(6, 2, Tile6x2::multiply),
            new GemmTile(6, 3, Tile6x3::multiply),
            new GemmTile(6, 4, Tile6x4::multiply)));
  }

  /** x86 has 32 vector registers only with AVX-512, whatever width is used; ARM always has 32. */
  private static int registers() {
    boolean x86 = System.getProperty("os.arch").matches("amd64|x86_64|x86|i386");
    return x86 && VectorShape.preferredShape().vectorBitSize() < 512 ? 16 : 32;
  }

  /** Vectors of a full panel. */
  int vectors() {
    return byVectors.size();
  }

  GemmTile main() {
    return byVectors.getLast();
  }

  GemmTile of(int vectors) {
    return byVectors.get(vectors - 1);
  }
}
