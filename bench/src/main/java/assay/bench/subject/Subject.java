package assay.bench.subject;

import assay.kernels.Arithmetic;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.Execution;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.parallel.WorkerPool;
import assay.reports.record.CaseRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The kernels of one case: one when hot, several over separate copies of the stored data when cold.
 */
final class Subject implements AutoCloseable {

  private final PreparedKernel[] kernels;
  private final long prepareNanos;
  private int next;
  private long runs;

  private Subject(List<PreparedKernel> kernels, long prepareNanos) {
    this.kernels = kernels.toArray(PreparedKernel[]::new);
    this.prepareNanos = prepareNanos;
  }

  /**
   * Prepares one kernel for each of the inputs; the time of the first is kept.
   *
   * @throws KernelUnavailableException when the backend cannot run the case
   */
  static Subject prepare(CaseRecord.Key key, Spec spec, List<Inputs> inputs) {
    Backend backend = KnownBackends.named(key.backend());
    Device device = device(backend, key.device());
    if (backend.supports(spec, device) instanceof Support.No no) {
      throw new KernelUnavailableException(backend.id(), no.reason());
    }
    Settings settings =
        new Settings(key.threads(), Optional.of(key.variant()).filter(name -> !name.isEmpty()));
    // Kernels that take turns must not each put their threads to sleep and wake them again.
    return WorkerPool.sharingTeams(() -> {
      List<PreparedKernel> kernels = new ArrayList<>();
      long firstNanos = 0;
      for (Inputs one : inputs) {
        long start = System.nanoTime();
        kernels.add(backend.prepare(spec, device, one, settings));
        firstNanos = kernels.size() == 1 ? System.nanoTime() - start : firstNanos;
      }
      return new Subject(kernels, firstNanos);
    });
  }

  private static Device device(Backend backend, String id) {
    List<Device> devices = backend.devices();
    return devices.stream()
        .filter(device -> id.isEmpty() || device.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new KernelUnavailableException(
                backend.id(),
                "no device \"%s\"; there are %s"
                    .formatted(id, devices.stream().map(Device::id).toList())));
  }

  /** One operation, on the next copy. */
  void run() {
    int current = next;
    next = current + 1 == kernels.length ? 0 : current + 1;
    runs++;
    kernels[current].run();
  }

  void poison() {
    runs = 0;
    next = 0;
    for (PreparedKernel kernel : kernels) {
      kernel.poisonOutput();
    }
  }

  /** Runs the copies that have not been run since they were poisoned. */
  void runUnwritten() {
    while (runs < kernels.length) {
      run();
    }
  }

  int copies() {
    return kernels.length;
  }

  void readOutput(int copy, float[] destination) {
    kernels[copy].readOutput(destination);
  }

  Optional<String> damage(int copy) {
    return kernels[copy].damage();
  }

  Arithmetic arithmetic() {
    return kernels[0].arithmetic();
  }

  Execution execution() {
    return kernels[0].execution();
  }

  long prepareNanos() {
    return prepareNanos;
  }

  @Override
  public void close() {
    for (PreparedKernel kernel : kernels) {
      kernel.close();
    }
  }
}
