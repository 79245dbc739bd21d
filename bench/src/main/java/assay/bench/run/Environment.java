package assay.bench.run;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.probe.Reading;
import assay.reports.record.RunRecord;
import java.util.List;

/** What is around a run: this Assay, this JVM, the backends. */
public final class Environment {

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
        version);
  }
}
