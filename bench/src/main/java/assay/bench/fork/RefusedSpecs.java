package assay.bench.fork;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.DeviceCeiling;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import java.util.List;
import java.util.Map;

/**
 * A backend that must not be asked about some specs.
 *
 * @param reasons by text of the spec
 */
record RefusedSpecs(Backend backend, Map<String, String> reasons) implements Backend {

  @Override
  public String id() {
    return backend.id();
  }

  @Override
  public String description() {
    return backend.description();
  }

  @Override
  public Availability availability() {
    return backend.availability();
  }

  @Override
  public List<Device> devices() {
    return backend.devices();
  }

  @Override
  public List<String> remarks() {
    return backend.remarks();
  }

  @Override
  public List<String> notes(Device device) {
    return backend.notes(device);
  }

  @Override
  public Support supports(Spec spec, Device device) {
    String reason = reasons.get(spec.text());
    return reason == null ? backend.supports(spec, device) : Support.no(reason);
  }

  @Override
  public List<String> variants(Spec spec) {
    return reasons.containsKey(spec.text()) ? List.of() : backend.variants(spec);
  }

  @Override
  public List<DeviceCeiling> ceilings(Device device) {
    return backend.ceilings(device);
  }

  @Override
  public PreparedKernel prepare(Spec spec, Device device, Inputs inputs, Settings settings) {
    String reason = reasons.get(spec.text());
    if (reason != null) {
      throw new KernelUnavailableException(id(), reason);
    }
    return backend.prepare(spec, device, inputs, settings);
  }
}
