package assay.kernels.blas;

import assay.kernels.Arithmetic;
import java.lang.foreign.MemorySegment;

/** One way to call the library for Y = X.W^T, with its inputs in place. */
interface BlasProduct {

  /** Computes all of Y (n x m, float32), on the thread count that is set. */
  void into(MemorySegment y);

  /** The roundings that the call asks for. */
  default Arithmetic arithmetic() {
    return Arithmetic.FLOAT32;
  }
}
