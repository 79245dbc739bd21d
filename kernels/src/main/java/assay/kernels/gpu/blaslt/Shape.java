package assay.kernels.gpu.blaslt;

import assay.kernels.MatmulSpec;

/** Y = X.W^T: W is m x k, X is n x k, Y is n x m, rows in line. */
record Shape(long m, long n, long k) {

  static Shape of(MatmulSpec spec) {
    return new Shape(spec.m(), spec.n(), spec.k());
  }

  double flops() {
    return 2.0 * m * n * k;
  }

  @Override
  public String toString() {
    return "m%d,n%d,k%d".formatted(m, n, k);
  }
}
