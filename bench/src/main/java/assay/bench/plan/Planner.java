package assay.bench.plan;

import assay.datasets.generate.Fill;
import assay.datasets.suite.Phase;
import assay.datasets.suite.SuiteEntry;
import assay.kernels.AttentionSpec;
import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.DequantSpec;
import assay.kernels.Device;
import assay.kernels.MatmulSpec;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.plugin.PluginBackend;
import assay.reports.record.CaseRecord;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a request into cases; what cannot run stays in the plan with its reason. */
public final class Planner {

  private final List<Backend> backends;

  /**
   * @param backends all that are known
   */
  public Planner(List<Backend> backends) {
    this.backends = List.copyOf(backends);
  }

  /**
   * @throws IllegalArgumentException for a backend nobody knows
   */
  public List<PlannedCase> plan(CaseRequest request) {
    Map<String, PlannedCase> cases = new LinkedHashMap<>();
    for (SuiteEntry entry : request.entries()) {
      for (BackendChoice choice : request.backends()) {
        for (String device : devices(choice)) {
          for (int threads : threads(choice, device, request)) {
            for (String cache : request.caches()) {
              PlannedCase planned = plan(entry, choice, device, threads, cache, request);
              cases.merge(planned.id(), planned, PlannedCase::withOriginsOf);
            }
          }
        }
      }
    }
    return List.copyOf(cases.values());
  }

  private Backend backend(BackendChoice choice) {
    return backends.stream()
        .filter(backend -> backend.id().equals(choice.backend()))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "unknown backend \"%s\"; there are %s"
                    .formatted(choice.backend(), String.join(", ", ids()))));
  }

  private List<String> ids() {
    return backends.stream().map(Backend::id).toList();
  }

  /** An unavailable backend has no devices, but its cases must still be in the record. */
  private List<String> devices(BackendChoice choice) {
    List<Device> devices = backend(choice).devices();
    if (!choice.device().isEmpty()) {
      String text = choice.device();
      return List.of(DeviceChoice.among(devices, text).map(Device::id).orElse(text));
    }
    List<String> ids = devices.stream().map(Device::id).toList();
    return ids.isEmpty() ? List.of("none") : ids;
  }

  /** How many threads wait for a device that is not the host's processor changes nothing. */
  private List<Integer> threads(BackendChoice choice, String deviceId, CaseRequest request) {
    return device(choice, deviceId).filter(device -> !device.isHost()).isPresent()
        ? List.of(1)
        : request.threads();
  }

  private Optional<Device> device(BackendChoice choice, String id) {
    return backend(choice).devices().stream().filter(one -> one.id().equals(id)).findFirst();
  }

  private PlannedCase plan(
      SuiteEntry entry,
      BackendChoice choice,
      String device,
      int threads,
      String cache,
      CaseRequest request) {
    Spec spec = entry.spec();
    Optional<Path> weights = request.weights().filter(file -> entry.fill() == Fill.REAL);
    // What was measured on one file's rows says nothing of another's, so the case names the file.
    String source = weights.map(file -> ":" + file.getFileName()).orElse("");
    CaseRecord.Key key =
        new CaseRecord.Key(
            spec.text(),
            choice.backend(),
            choice.variant(),
            device,
            threads,
            cache,
            entry.fill().text() + source);
    List<CaseRecord.Origin> origins =
        entry.origins().stream()
            .map(from ->
                new CaseRecord.Origin(
                    from.source(),
                    from.role(),
                    from.phase().toString(),
                    from.phase() == Phase.DECODE ? from.perStep() : 0))
            .toList();
    // Every backend gets the same numbers for the same spec, so their errors can be compared.
    long inputSeed = request.seed() * 31 + spec.text().hashCode();
    return new PlannedCase(
        CaseIds.of(key),
        key,
        origins,
        work(spec),
        inputSeed,
        weights.map(file -> file.toAbsolutePath().toString()).orElse(""),
        backend(choice) instanceof PluginBackend plugin ? plugin.file() : null,
        refusal(spec, choice, device));
  }

  private String refusal(Spec spec, BackendChoice choice, String deviceId) {
    Backend backend = backend(choice);
    if (backend.availability() instanceof Availability.Unavailable unavailable) {
      return unavailable.reason();
    }
    Optional<Device> device = device(choice, deviceId);
    if (device.isEmpty()) {
      return "no device \"%s\"; there are %s"
          .formatted(deviceId, backend.devices().stream().map(Device::id).toList());
    }
    if (backend.supports(spec, device.get()) instanceof Support.No no) {
      return no.reason();
    }
    List<String> variants = backend.variants(spec);
    if (!choice.variant().isEmpty() && !variants.contains(choice.variant())) {
      return "no variant %s for this spec; there are %s".formatted(choice.variant(), variants);
    }
    return "";
  }

  private static CaseRecord.Work work(Spec spec) {
    return new CaseRecord.Work(
        spec.operation().name(),
        spec.stored().text(),
        shape(spec),
        spec.flops(),
        spec.bytes(),
        spec.outputs());
  }

  private static Map<String, Long> shape(Spec spec) {
    Map<String, Long> shape = new LinkedHashMap<>();
    switch (spec) {
      case MatmulSpec matmul -> {
        shape.put("m", matmul.m());
        shape.put("n", matmul.n());
        shape.put("k", matmul.k());
      }
      case DequantSpec dequant -> {
        shape.put("m", dequant.m());
        shape.put("k", dequant.k());
      }
      case AttentionSpec attention -> {
        shape.put("h", attention.heads());
        shape.put("kv", attention.kvHeads());
        shape.put("d", attention.keyDim());
        shape.put("v", attention.valueDim());
        shape.put("n", attention.n());
        shape.put("c", attention.context());
        shape.put("window", attention.window());
      }
    }
    return shape;
  }
}
