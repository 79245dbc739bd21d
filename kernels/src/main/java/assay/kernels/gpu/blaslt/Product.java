package assay.kernels.gpu.blaslt;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.kernels.gpu.driver.GpuDevice;
import assay.kernels.gpu.driver.Maker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One product as the library has it described.
 *
 * <p>It counts along columns, so a matrix of ours is its transpose there: Y^T = W.X^T is m x n, X^T
 * is k x n as it lies, and W lies k x m and is transposed. That is the one arrangement in which
 * every type may be multiplied.
 */
final class Product implements AutoCloseable {

  /** CUBLASLT_MATMUL_DESC_FAST_ACCUM, one byte. */
  private static final int FAST_SUMS = 25;

  private final BlasltLibrary library;
  private final Shape shape;
  private final Factors factors;
  private long description;
  private long w;
  private long x;
  private long y;
  private boolean closed;

  private Product(BlasltLibrary library, Shape shape, Factors factors) {
    this.library = library;
    this.shape = shape;
    this.factors = factors;
  }

  /**
   * @throws BlasltException when the library has no such thing
   */
  static Product of(BlasltLibrary library, GpuDevice device, Shape shape, Factors factors) {
    Product product = new Product(library, shape, factors);
    try {
      product.describe(device);
      return product;
    } catch (BlasltException e) {
      product.close();
      throw e;
    }
  }

  private void describe(GpuDevice device) {
    Dialect dialect = library.dialect();
    description =
        library.made(
            BlasltFunction.PRODUCT_CREATE, factors.compute(device.maker()), factors.scaleType());
    try (Arena arena = Arena.ofConfined()) {
      set(dialect.transposeA(), arena.allocateFrom(JAVA_INT, dialect.transposed()));
      set(dialect.transposeB(), arena.allocateFrom(JAVA_INT, dialect.asItIs()));
      if (factors == Factors.F8 && device.maker() == Maker.CUDA) {
        set(FAST_SUMS, arena.allocateFrom(JAVA_BYTE, (byte) 1));
      }
    }
    int type = factors.type(device);
    w = layout(type, shape.k(), shape.m());
    x = layout(type, shape.k(), shape.n());
    y = layout(factors.resultType(), shape.m(), shape.n());
  }

  private void set(int attribute, MemorySegment value) {
    library.call(BlasltFunction.PRODUCT_SET, description, attribute, value, value.byteSize());
  }

  private long layout(int type, long rows, long columns) {
    return library.made(BlasltFunction.LAYOUT_CREATE, type, rows, columns, rows);
  }

  Shape shape() {
    return shape;
  }

  Factors factors() {
    return factors;
  }

  long description() {
    return description;
  }

  long w() {
    return w;
  }

  long x() {
    return x;
  }

  long y() {
    return y;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (long layout : new long[] {w, x, y}) {
      if (layout != 0) {
        library.statusOf(BlasltFunction.LAYOUT_DESTROY, layout);
      }
    }
    if (description != 0) {
      library.statusOf(BlasltFunction.PRODUCT_DESTROY, description);
    }
  }
}
