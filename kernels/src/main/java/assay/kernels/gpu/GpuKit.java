package assay.kernels.gpu;

import assay.kernels.KernelVariant;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.gpu.driver.GpuLibraries;
import java.util.List;

/** What a backend runs on the devices of one maker. */
public interface GpuKit {

  /** The backend's name. */
  String id();

  /** One line for people. */
  String description();

  /**
   * @throws UnusableLibraryException when something that it needs beside the driver is missing
   */
  void check(GpuLibraries libraries) throws UnusableLibraryException;

  /** Every strategy on one device, best first within an operation. */
  List<KernelVariant> variants(GpuSession session);
}
