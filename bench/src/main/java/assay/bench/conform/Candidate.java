package assay.bench.conform;

import assay.bench.plan.DeviceChoice;
import assay.bench.subject.KnownBackends;
import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.Inputs;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.plugin.PluginBackend;
import assay.kernels.plugin.PluginFile;
import java.util.List;
import java.util.Optional;

/**
 * What is examined, on one device.
 *
 * @param variant of the backend, if one was named
 */
record Candidate(Backend backend, Device device, Optional<String> variant) {

  /** The most threads that say anything: a race shows with two. */
  private static final int THREADS = 4;

  /**
   * @throws NotMadeException when it is not available or has no such device
   * @throws UnusableLibraryException when a plug-in is none, in one sentence
   */
  static Candidate of(Request request) throws UnusableLibraryException {
    Backend backend =
        request.library().isEmpty()
            ? KnownBackends.named(request.backend())
            : plugin(request.library());
    if (backend.availability() instanceof Availability.Unavailable gone) {
      throw new NotMadeException("not available: " + gone.reason());
    }
    return new Candidate(
        backend,
        device(backend, request.device()),
        Optional.of(request.variant()).filter(name -> !name.isEmpty()));
  }

  /** In this process, which is a child's already. */
  private static PluginBackend plugin(String library) throws UnusableLibraryException {
    PluginBackend backend = new PluginBackend(new PluginFile(library, true));
    if (backend.loaded().isEmpty()
        && backend.availability() instanceof Availability.Unavailable gone) {
      throw new UnusableLibraryException(gone.reason());
    }
    return backend;
  }

  Optional<PluginBackend> plugin() {
    return backend instanceof PluginBackend plugin ? Optional.of(plugin) : Optional.empty();
  }

  /** Whether it reserves the right to sum in another order each time. */
  boolean mayReorder(Spec spec) {
    return plugin()
        .flatMap(plugin -> plugin.support(spec, device))
        .map(support -> !support.sameBits())
        .orElse(false);
  }

  private static Device device(Backend backend, String id) {
    List<Device> devices = backend.devices();
    return (id.isEmpty() ? devices.stream().findFirst() : DeviceChoice.among(devices, id))
        .orElseThrow(() ->
            new NotMadeException(
                id.isEmpty()
                    ? "it lists no device"
                    : "no device \"%s\"; there are %s"
                        .formatted(id, devices.stream().map(Device::id).toList())));
  }

  Support supports(Spec spec) {
    Support support = backend.supports(spec, device);
    if (support.isYes() && variant.isPresent() && !backend.variants(spec).contains(variant.get())) {
      return Support.no("not by variant " + variant.get());
    }
    return support;
  }

  PreparedKernel prepare(Spec spec, Inputs inputs) {
    return prepare(spec, inputs, variant);
  }

  PreparedKernel prepare(Spec spec, Inputs inputs, Optional<String> named) {
    int threads = Math.min(THREADS, Runtime.getRuntime().availableProcessors());
    return backend.prepare(spec, device, inputs, new Settings(threads, named));
  }
}
