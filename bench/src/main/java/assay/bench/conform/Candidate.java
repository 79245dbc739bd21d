package assay.bench.conform;

import assay.bench.subject.KnownBackends;
import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.Inputs;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
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
   */
  static Candidate of(Request request) {
    Backend backend = backend(request);
    if (backend.availability() instanceof Availability.Unavailable gone) {
      throw new NotMadeException("not available: " + gone.reason());
    }
    return new Candidate(
        backend,
        device(backend, request.device()),
        Optional.of(request.variant()).filter(name -> !name.isEmpty()));
  }

  static Backend backend(Request request) {
    return KnownBackends.named(request.backend());
  }

  private static Device device(Backend backend, String id) {
    List<Device> devices = backend.devices();
    return devices.stream()
        .filter(device -> id.isEmpty() || device.id().equals(id))
        .findFirst()
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
