package assay.bench.subject;

import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.KernelUnavailableException;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.plugin.PluginBackend;
import assay.reports.record.CaseRecord;
import java.util.List;

/** Where a case runs. */
record Target(Backend backend, Device device) {

  /**
   * @throws KernelUnavailableException when there is no such device or it does not support the spec
   */
  static Target of(SubjectRequest request) {
    CaseRecord.Key key = request.key();
    Spec spec = Spec.parse(key.spec());
    Backend backend =
        request.plugin() == null
            ? KnownBackends.named(key.backend())
            : new PluginBackend(request.plugin());
    Device device = device(backend, key.device());
    if (backend.supports(spec, device) instanceof Support.No no) {
      throw new KernelUnavailableException(backend.id(), no.reason());
    }
    return new Target(backend, device);
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

  Room room(long lastCacheBytes) {
    return device
        .memory()
        .map(
            memory -> device.isStandIn() ? Room.ofStandIn(memory, lastCacheBytes) : Room.of(memory))
        .orElseGet(() -> Room.ofHost(lastCacheBytes));
  }
}
