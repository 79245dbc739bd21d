package assay.bench.run;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.probe.Reading;
import assay.reports.record.RunRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is around a run: this Assay, this JVM, the backends. */
public final class Environment {

  /** What JVMs add to their options, and what decides which libraries a process loads. */
  private static final Set<String> TELLING =
      Set.of(
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "_JAVA_OPTIONS",
          "LD_LIBRARY_PATH",
          "LD_PRELOAD");

  /**
   * Threads, affinity, kernels and devices of numeric libraries; Assay's own choices of libraries.
   */
  private static final List<String> TELLING_FAMILIES =
      List.of(
          "ASSAY_",
          "OPENBLAS_",
          "GOTO_",
          "OMP_",
          "GOMP_",
          "KMP_",
          "MKL_",
          "BLIS_",
          "GGML_",
          "CUDA_",
          "CUBLAS",
          "NVIDIA_",
          "HIP_",
          "HIPBLASLT_",
          "ROCR_",
          "HSA_");

  /** The JDK that the second chose is in the record anyway; the third may hold a password. */
  private static final Set<String> HARMLESS =
      Set.of("ASSAY_DEBUG", "ASSAY_JAVA_HOME", "ASSAY_HISTORY");

  private Environment() {}

  public static RunRecord.Tool tool() {
    String version = Environment.class.getPackage().getImplementationVersion();
    return new RunRecord.Tool(
        "assay",
        version == null ? "unpackaged" : version,
        // The launcher knows the checkout; a jar does not.
        System.getProperty("assay.commit", "unknown"));
  }

  /**
   * Variables that change what runs without showing on the command line.
   *
   * @param all of this process, which forks inherit
   */
  public static SortedMap<String, String> variables(Map<String, String> all) {
    SortedMap<String, String> telling = new TreeMap<>();
    all.forEach((name, value) -> {
      boolean tells =
          TELLING.contains(name) || TELLING_FAMILIES.stream().anyMatch(name::startsWith);
      if (tells && !HARMLESS.contains(name)) {
        telling.put(name, value);
      }
    });
    return telling;
  }

  /**
   * @param flags of the forked JVMs
   */
  public static RunRecord.Jvm jvm(List<String> flags) {
    return new RunRecord.Jvm(
        System.getProperty("java.vendor"),
        System.getProperty("java.runtime.version"),
        System.getProperty("java.vm.name"),
        flags);
  }

  public static List<RunRecord.BackendRecord> backends(List<Backend> backends) {
    return backends.stream().map(Environment::record).toList();
  }

  private static RunRecord.BackendRecord record(Backend backend) {
    Reading<String> version =
        switch (backend.availability()) {
          case Availability.Available available -> Reading.of(backend.description(), "", "backend");
          case Availability.Unavailable unavailable -> Reading.unavailable(unavailable.reason());
        };
    return new RunRecord.BackendRecord(
        backend.id(),
        backend.description(),
        backend.devices().stream().map(Device::id).toList(),
        version,
        backend.devices().stream().flatMap(device -> accelerator(device).stream()).toList());
  }

  private static Optional<RunRecord.Accelerator> accelerator(Device device) {
    return device
        .memory()
        .map(memory ->
            new RunRecord.Accelerator(
                device.id(),
                device.name(),
                memory.pciAddress(),
                memory.bytes(),
                memory.lastCacheBytes()));
  }
}
