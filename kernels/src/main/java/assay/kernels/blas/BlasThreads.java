package assay.kernels.blas;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The thread count of a BLAS library, which is one setting for the whole process. */
final class BlasThreads {

  private static final MethodHandle SET_INT = Downcalls.returningNothing(JAVA_INT);
  private static final MethodHandle GET_INT = Downcalls.returning(JAVA_INT);
  private static final MethodHandle SET_LONG = Downcalls.returningNothing(JAVA_LONG);
  private static final MethodHandle GET_LONG = Downcalls.returning(JAVA_LONG);

  private final boolean wide;
  private final MemorySegment set;
  private final MemorySegment get;

  BlasThreads(SharedLibrary library, BlasVendor vendor) throws UnusableLibraryException {
    wide = vendor == BlasVendor.BLIS;
    set = library.require(vendor.setThreads());
    get = library.require(vendor.getThreads());
  }

  void set(int threads) {
    try {
      if (wide) {
        SET_LONG.invokeExact(set, (long) threads);
      } else {
        SET_INT.invokeExact(set, threads);
      }
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  long get() {
    try {
      return wide ? (long) GET_LONG.invokeExact(get) : (int) GET_INT.invokeExact(get);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
