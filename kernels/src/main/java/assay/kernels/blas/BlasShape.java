package assay.kernels.blas;

import assay.kernels.MatmulSpec;

/** W is m x k, X is n x k, Y is n x m; in the 32-bit integers of an LP64 library. */
record BlasShape(int m, int n, int k) {

  static BlasShape of(MatmulSpec spec) {
    return new BlasShape(
        Math.toIntExact(spec.m()), Math.toIntExact(spec.n()), Math.toIntExact(spec.k()));
  }
}
