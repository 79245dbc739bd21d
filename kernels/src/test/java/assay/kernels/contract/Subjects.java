package assay.kernels.contract;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Backends;
import assay.kernels.Device;
import assay.kernels.Inputs;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.gpu.FakeGpu;
import assay.kernels.gpu.driver.Maker;
import assay.kernels.plugin.ExamplePlugin;
import assay.kernels.plugin.FakeTenstorrent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;

/** Everything that can run a spec on this machine. */
final class Subjects {

  /** Backends whose arithmetic is ours, so that results may be asked for to the last bit. */
  private static final Set<String> OWN =
      Set.of(
          "vector",
          "scalar",
          "reference",
          "native",
          "cuda",
          "hip",
          "opencl",
          "vulkan",
          "example-cpu");

  /** One way to run: a backend, its device, and a variant where it has several. */
  record Subject(Backend backend, Device device, Optional<String> variant) {

    PreparedKernel prepare(Spec spec, Inputs inputs, int threads) {
      return backend.prepare(spec, device, inputs, new Settings(threads, variant));
    }

    boolean canRun(Spec spec) {
      return backend.supports(spec, device).isYes()
          && (variant.isEmpty() || backend.variants(spec).contains(variant.get()));
    }

    boolean isOwn() {
      return OWN.contains(backend.id());
    }

    @Override
    public String toString() {
      return backend.id() + "/" + device.id() + variant.map(name -> "/" + name).orElse("");
    }
  }

  @FunctionalInterface
  interface Check {
    void run(Subject subject, ContractCase tested) throws Throwable;
  }

  private Subjects() {}

  /** One test for each backend, case and variant; a missing backend is a skipped test. */
  static Stream<DynamicNode> tests(List<ContractCase> cases, Check check) {
    return all().stream()
        .map(backend ->
            backend.availability() instanceof Availability.Unavailable gone
                ? dynamicTest(backend.id(), () -> Assumptions.abort(gone.reason()))
                : dynamicContainer(backend.id(), tests(backend, cases, check)));
  }

  /** With a GPU of either maker that runs on the host, and whatever is really here. */
  private static List<Backend> all() {
    List<Backend> backends = new ArrayList<>(Backends.all());
    for (Maker maker : Maker.values()) {
      backends.add(FakeGpu.of(maker).told("").backend());
      backends.add(FakeGpu.of(maker).toldLibrary("").blaslt());
    }
    backends.addAll(ExamplePlugin.backends());
    backends.addAll(FakeTenstorrent.backends());
    // While one is being written: -Dassay.test.args=-Dassay.contract=cuda
    String only = System.getProperty("assay.contract", "");
    return backends.stream().filter(one -> only.isEmpty() || one.id().equals(only)).toList();
  }

  private static Stream<DynamicNode> tests(Backend backend, List<ContractCase> cases, Check check) {
    return cases.stream()
        .flatMap(tested ->
            of(backend, tested.spec()).stream()
                .map(subject ->
                    dynamicTest(subject + " " + tested, () -> check.run(subject, tested))));
  }

  private static List<Subject> of(Backend backend, Spec spec) {
    List<Subject> subjects = new ArrayList<>();
    for (Device device : backend.devices()) {
      if (backend.supports(spec, device).isYes()) {
        List<String> variants = backend.variants(spec);
        variants.forEach(name -> subjects.add(new Subject(backend, device, Optional.of(name))));
        if (variants.isEmpty()) {
          subjects.add(new Subject(backend, device, Optional.empty()));
        }
      }
    }
    return subjects;
  }
}
