package assay.bench.fork;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import java.util.List;

/** Stands in for a backend whose library this process must not load. */
record RefusedBackend(String id, String description, String reason) implements Backend {

  static RefusedBackend of(Backend backend, String reason) {
    return new RefusedBackend(backend.id(), backend.description(), reason);
  }

  @Override
  public Availability availability() {
    return Availability.unavailable(reason);
  }

  @Override
  public List<Device> devices() {
    return List.of();
  }

  @Override
  public Support supports(Spec spec, Device device) {
    return Support.no(reason);
  }

  @Override
  public PreparedKernel prepare(Spec spec, Device device, Inputs inputs, Settings settings) {
    throw new KernelUnavailableException(id, reason);
  }
}
