package assay.kernels.reference;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.Inputs;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import java.util.List;

/** float64 on one thread: the truth as a backend, so that it can be run beside the others. */
public final class ReferenceBackend implements Backend {

  @Override
  public String id() {
    return "reference";
  }

  @Override
  public String description() {
    return "float64 truth, plain Java, one thread";
  }

  @Override
  public Availability availability() {
    return Availability.available();
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.CPU);
  }

  @Override
  public Support supports(Spec spec, Device device) {
    return Support.yes();
  }

  @Override
  public PreparedKernel prepare(Spec spec, Device device, Inputs inputs, Settings settings) {
    return new ReferenceKernel(spec, inputs);
  }
}
