package assay.bench.run;

import assay.bench.fork.CeilingLauncher;
import assay.bench.fork.CeilingRequest;
import assay.bench.fork.DeviceCeilingRequest;
import assay.bench.plan.PlannedCase;
import assay.reports.record.Ceiling;
import assay.reports.record.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The limits of every chip that a plan measures on. */
record MeasuredCeilings(JournalLine.Begun begun, CeilingLauncher launcher) {

  /** The host's too where nothing runs on it: charts of a device have it beside. */
  List<Ceiling> all() throws IOException {
    List<Ceiling> ceilings = new ArrayList<>(ofHost());
    int seconds = begun.plan().profile().ceilingSeconds();
    for (Map.Entry<String, Set<String>> device : backendsByDevice().entrySet()) {
      var request =
          new DeviceCeilingRequest(device.getKey(), List.copyOf(device.getValue()), seconds);
      ceilings.addAll(launcher.measure(request));
    }
    return ceilings;
  }

  private List<Ceiling> ofHost() throws IOException {
    Set<String> accelerators = accelerators();
    List<Integer> threads =
        IntStream.concat(
                IntStream.of(1),
                begun.plan().measurable().stream()
                    .filter(one -> !accelerators.contains(one.key().device()))
                    .mapToInt(one -> one.key().threads()))
            .distinct()
            .sorted()
            .boxed()
            .toList();
    int seconds = begun.plan().profile().ceilingSeconds() * Math.max(2, threads.size()) / 2;
    return launcher.measure(CeilingRequest.of(begun.machine(), threads, seconds));
  }

  private Map<String, Set<String>> backendsByDevice() {
    Set<String> accelerators = accelerators();
    Map<String, Set<String>> backends = new LinkedHashMap<>();
    for (PlannedCase one : begun.plan().measurable()) {
      if (accelerators.contains(one.key().device())) {
        backends
            .computeIfAbsent(one.key().device(), device -> new LinkedHashSet<>())
            .add(one.key().backend());
      }
    }
    return backends;
  }

  private Set<String> accelerators() {
    return begun.backends().stream()
        .flatMap(backend -> backend.accelerators().stream())
        .map(RunRecord.Accelerator::id)
        .collect(Collectors.toSet());
  }
}
