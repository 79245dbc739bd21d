package assay.kernels.compute.matvec;

/** Tokens that matvec kernels take at once, and rows of W that an item takes beside them. */
final class Columns {

  static final int MOST = 8;

  /** Sums of an item: as many rows of W meet what it has read of X. */
  private static final int SUMS = 8;

  private Columns() {}

  /** Of few numbers, so that few modules are compiled. */
  static int of(long n) {
    return n <= 1 ? 1 : n <= 4 ? 4 : MOST;
  }

  static int rows(int columns) {
    return Math.min(4, SUMS / columns);
  }
}
