package assay.bench.conform;

import assay.bench.fork.ParentWatch;
import assay.bench.subject.Exchange;
import assay.kernels.Device;
import assay.kernels.binding.CoreDumps;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.plugin.Plugin;
import assay.kernels.plugin.PluginBackend;
import assay.kernels.plugin.PluginDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The child: loads what is examined, makes the probes it is asked for, and writes as it goes. */
final class ConformMain {

  static final String REQUEST = "request.json";
  static final String INTRODUCTION = "introduction.json";

  /** What tells a child that came to its end from one that a library ended. */
  static final int SURVIVED = 94;

  private ConformMain() {}

  /**
   * @param args the exchange folder
   */
  public static void main(String[] args) throws IOException {
    ParentWatch watch = ParentWatch.start();
    CoreDumps.forbid();
    Exchange exchange = new Exchange(Path.of(args[0]));
    Request request = exchange.read(REQUEST, Request.class);
    ChildJournal journal = new ChildJournal(exchange.folder());
    journal.mark(request.probes().getFirst(), "loading it", 0);
    try {
      Candidate candidate = Candidate.of(request);
      exchange.write(INTRODUCTION, introduction(candidate));
      for (String id : request.probes()) {
        Probe probe = Ladder.probe(request.level(), id).orElseThrow();
        Examination exam = new Examination(candidate, request.level(), request.seed(), id, journal);
        probe.body().on(exam);
        journal.append(exam.outcome(true));
      }
    } catch (NotMadeException e) {
      exchange.write(INTRODUCTION, Introduction.absent(e.getMessage()));
    } catch (UnusableLibraryException e) {
      exchange.write(INTRODUCTION, Introduction.refused(e.getMessage()));
    }
    watch.exit(SURVIVED);
  }

  private static Introduction introduction(Candidate candidate) {
    Device device = candidate.device();
    return new Introduction(
        candidate.backend().id() + candidate.variant().map(name -> "/" + name).orElse(""),
        candidate.backend().description(),
        "%s, %s".formatted(device.id(), device.name()),
        candidate.plugin().map(plugin -> details(plugin, device)).orElse(Map.of()),
        "",
        "");
  }

  private static Map<String, String> details(PluginBackend backend, Device device) {
    Plugin plugin = backend.loaded().orElseThrow();
    PluginDevice part = plugin.device(backend.index(device).orElseThrow());
    Map<String, String> details = new TreeMap<>();
    details.put("version", plugin.identity().version());
    details.put("build id", plugin.identity().build());
    details.put("sha256", plugin.sha256());
    details.put("memory", String.format(Locale.ROOT, "%.1f GiB", part.memoryBytes() / 0x1p30));
    details.put("driver", part.driverVersion());
    details.put("firmware", part.firmwareVersion());
    details.put("uuid", part.uuid());
    details.put("serial", part.serial());
    details.values().removeIf(String::isBlank);
    return details;
  }
}
