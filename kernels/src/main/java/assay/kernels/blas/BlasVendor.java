package assay.kernels.blas;

import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/** Libraries that are told apart by a function which only they have. */
enum BlasVendor {
  OPENBLAS("OpenBLAS", "openblas_set_num_threads", "openblas_get_num_threads"),
  MKL("oneMKL", "MKL_Set_Num_Threads", "MKL_Get_Max_Threads"),
  /** AMD's AOCL-BLAS is a BLIS, and says so in its version. */
  BLIS("BLIS", "bli_thread_set_num_threads", "bli_thread_get_num_threads"),
  ARMPL("Arm Performance Libraries", "armplversion", ""),
  /** Any function of vDSP, which Apple keeps in the same framework. */
  ACCELERATE("Accelerate", "vDSP_mmul", ""),
  OTHER("a CBLAS library that is threaded by OpenMP", "omp_set_num_threads", "");

  /** Of the OpenMP runtime that a library is linked to; the loader finds them through it. */
  private static final String SET_OPENMP = "omp_set_num_threads";

  private static final String GET_OPENMP = "omp_get_max_threads";

  private final String title;
  private final String mark;
  private final String getThreads;

  BlasVendor(String title, String mark, String getThreads) {
    this.title = title;
    this.mark = mark;
    this.getThreads = getThreads;
  }

  String title() {
    return title;
  }

  static Optional<BlasVendor> of(SharedLibrary library) {
    return Arrays.stream(values())
        .filter(vendor -> library.find(vendor.mark).isPresent())
        .findFirst();
  }

  BlasThreads threads(SharedLibrary library) throws UnusableLibraryException {
    return switch (this) {
      case OPENBLAS, MKL -> counted(library, mark, getThreads, false);
      case BLIS ->
          BlasIdentity.isThreaded(library)
              ? counted(library, mark, getThreads, true)
              : new BlasThreads.Single();
      case ARMPL, OTHER ->
          library.find(SET_OPENMP).isPresent()
              ? counted(library, SET_OPENMP, GET_OPENMP, false)
              : new BlasThreads.Single();
      case ACCELERATE ->
          new BlasThreads.OwnChoice(
              library.find("BLASSetThreading"), Runtime.getRuntime().availableProcessors());
    };
  }

  private static BlasThreads counted(SharedLibrary library, String set, String get, boolean wide)
      throws UnusableLibraryException {
    MemorySegment setter = library.require(set);
    return new BlasThreads.Counted(set, setter, library.require(get), wide);
  }
}
