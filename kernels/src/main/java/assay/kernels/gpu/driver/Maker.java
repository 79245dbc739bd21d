package assay.kernels.gpu.driver;

import java.util.List;

/** Whose driver it is, and what its libraries are called. */
public enum Maker {
  CUDA(
      "cuda",
      "NVIDIA",
      "ASSAY_CUDA",
      List.of("libcuda.so.1"),
      List.of("libnvrtc.so.13", "libnvrtc.so.12"),
      List.of("libcublasLt.so.13", "libcublasLt.so.12")),
  // The numbers follow ROCm's major version, hipBLASLt's its own.
  HIP(
      "hip",
      "AMD",
      "ASSAY_HIP",
      List.of("libamdhip64.so.7", "libamdhip64.so.6", "libamdhip64.so.5"),
      // Until ROCm 5.3 it was part of the driver's library.
      List.of("libhiprtc.so.7", "libhiprtc.so.6", "libhiprtc.so.5", "libamdhip64.so.5"),
      List.of("libhipblaslt.so.1", "libhipblaslt.so.0"));

  private final String id;
  private final String company;
  private final String variable;
  private final List<String> driver;
  private final List<String> compiler;
  private final List<String> blas;

  Maker(
      String id,
      String company,
      String variable,
      List<String> driver,
      List<String> compiler,
      List<String> blas) {
    this.id = id;
    this.company = company;
    this.variable = variable;
    this.driver = driver;
    this.compiler = compiler;
    this.blas = blas;
  }

  /** The backend's name. */
  public String id() {
    return id;
  }

  public String company() {
    return company;
  }

  /** Environment variable with folders to look for libraries in first. */
  public String variable() {
    return variable;
  }

  /** The same as a system property, which goes before the environment. */
  public String property() {
    return "assay." + id;
  }

  /** File names of the driver's library, best first. */
  public List<String> driverNames() {
    return driver;
  }

  /** File names of the run-time compiler. */
  public List<String> compilerNames() {
    return compiler;
  }

  /** File names of the matrix library with a tunable multiply. */
  public List<String> blasNames() {
    return blas;
  }
}
