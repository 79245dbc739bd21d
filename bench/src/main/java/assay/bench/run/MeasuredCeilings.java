package assay.bench.run;

import assay.bench.fork.CeilingLauncher;
import assay.bench.fork.CeilingRequest;
import assay.bench.fork.DeviceCeilingRequest;
import assay.bench.fork.DeviceCeilingRequest.Way;
import assay.reports.record.Ceiling;
import assay.reports.record.RunRecord.Accelerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The limits of every chip that a plan measures on. */
record MeasuredCeilings(JournalLine.Begun begun, CeilingLauncher launcher) {

  /** The host's too where nothing runs on it: charts of a device have it beside. */
  List<Ceiling> all() throws IOException {
    List<Ceiling> ceilings = new ArrayList<>(ofHost());
    int seconds = begun.plan().profile().ceilingSeconds();
    for (Accelerator chip : chips()) {
      ceilings.addAll(launcher.measure(new DeviceCeilingRequest(chip.id(), ways(chip), seconds)));
    }
    return ceilings;
  }

  private List<Ceiling> ofHost() throws IOException {
    List<Integer> threads =
        IntStream.concat(
                IntStream.of(1),
                begun.plan().measurable().stream()
                    .filter(one -> chip(one.key().device()).isEmpty())
                    .mapToInt(one -> one.key().threads()))
            .distinct()
            .sorted()
            .boxed()
            .toList();
    int seconds = begun.plan().profile().ceilingSeconds() * Math.max(2, threads.size()) / 2;
    return launcher.measure(CeilingRequest.of(begun.machine(), threads, seconds));
  }

  /** That the plan measures on. */
  private List<Accelerator> chips() {
    return begun.plan().measurable().stream()
        .flatMap(one -> chip(one.key().device()).stream())
        .distinct()
        .toList();
  }

  private Optional<Accelerator> chip(String device) {
    return Accelerator.behind(device, begun.backends());
  }

  /** One interface to a chip may know no ceilings, and another that the run may load does. */
  private List<Way> ways(Accelerator chip) {
    return begun.backends().stream()
        .flatMap(backend ->
            backend.accelerators().stream()
                .filter(each -> chip(each.id()).filter(chip::equals).isPresent())
                .map(each -> new Way(backend.id(), each.id())))
        .toList();
  }
}
