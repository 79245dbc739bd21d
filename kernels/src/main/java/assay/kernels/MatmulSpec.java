package assay.kernels;

/**
 * {@code Y = X.W^T}: W is m x k in {@code stored}, X is n x k float32, Y is n x m float32.
 *
 * @param stored format of W; k must be a whole number of its blocks
 * @param m output features, rows of W
 * @param n tokens, rows of X
 * @param k input features
 */
public record MatmulSpec(Format stored, long m, long n, long k) implements Spec {

  public MatmulSpec {
    Shapes.requireExtent("m", m);
    Shapes.requireExtent("n", n);
    Shapes.requireExtent("k", k);
    Shapes.requireRow("k", k, stored);
    Shapes.requireOutputs(Math.multiplyExact(m, n));
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public long flops() {
    return Math.multiplyExact(Math.multiplyExact(2 * m, n), k);
  }

  @Override
  public long bytes() {
    return m * stored.bytesFor(k) + 4 * n * k + 4 * n * m;
  }

  @Override
  public long outputs() {
    return m * n;
  }

  @Override
  public String text() {
    return "matmul:%s*f32:m%d,n%d,k%d".formatted(stored, m, n, k);
  }

  @Override
  public String toString() {
    return text();
  }
}
