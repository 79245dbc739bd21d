package assay.kernels.blas;

import assay.kernels.binding.SharedLibrary;
import java.util.Arrays;
import java.util.Optional;

/** Libraries that let their thread count be set, by the function that does it. */
enum BlasVendor {
  OPENBLAS("OpenBLAS", "openblas_set_num_threads", "openblas_get_num_threads"),
  MKL("oneMKL", "MKL_Set_Num_Threads", "MKL_Get_Max_Threads"),
  /** BLIS counts threads in {@code dim_t}, which is 64 bits wide. */
  BLIS("BLIS", "bli_thread_set_num_threads", "bli_thread_get_num_threads");

  private final String title;
  private final String setThreads;
  private final String getThreads;

  BlasVendor(String title, String setThreads, String getThreads) {
    this.title = title;
    this.setThreads = setThreads;
    this.getThreads = getThreads;
  }

  String title() {
    return title;
  }

  String setThreads() {
    return setThreads;
  }

  String getThreads() {
    return getThreads;
  }

  static Optional<BlasVendor> of(SharedLibrary library) {
    return Arrays.stream(values())
        .filter(vendor -> library.find(vendor.setThreads).isPresent())
        .filter(vendor -> library.find(vendor.getThreads).isPresent())
        .findFirst();
  }
}
