package assay.bench.cli;

import assay.reports.change.Accepted;
import assay.reports.change.ChangeDetector;
import assay.reports.change.Finding;
import assay.reports.change.FindingJson;
import assay.reports.change.Looks;
import assay.reports.change.Preference;
import assay.reports.change.Preference.Effect;
import assay.reports.change.Series;
import assay.reports.change.SeriesCsv;
import assay.reports.change.Settings;
import assay.reports.history.History;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "detect",
    mixinStandardHelpOptions = true,
    description = {
      "Finds steps, drifts, spikes, changes of variance and mode switches in series of figures.",
      "Of a history, or of CSV. Prints one JSON object a line for each finding; a point's index is",
      "the place of its run in the history. Spikes are told, but are no change.",
      "",
      "Exit code 0 when nothing changed for the worse, 1 when something did or, where it is not said",
      "which way is better, when anything changed; --fail-on makes it stricter or laxer. 2 when the",
      "file cannot be read, 3 when it has no series of 12 points, so that nothing could be told. What",
      "was acknowledged is printed with the reason and does not count."
    },
    footer = {
      "",
      "Lines may come in any order; of two with the same series and index the later counts; empty,",
      "NaN and infinite values are skipped and counted. What is printed: docs/change-points.md.",
      "",
      "Example: assay history detect --csv figures.csv --better smaller"
    })
final class HistoryDetectCommand implements Callable<Integer> {

  /** When findings end the command with exit code 1. */
  enum FailOn {
    WORSE,
    CHANGE,
    NEVER
  }

  @Spec private CommandSpec command;
  @Mixin private HistoryPlace place;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = {
        "Instead of a history: columns series,index,value with a header line; - reads standard",
        "input."
      })
  private String csv;

  @Option(
      names = "--false-alarms",
      paramLabel = "RATE",
      defaultValue = "0.01",
      description = {
        "Of series of 100 points without a change, the share in which one may be found; from 0.0001",
        "to 0.1, default: ${DEFAULT-VALUE}."
      })
  private double rate;

  @Option(
      names = "--looks",
      defaultValue = "once",
      description = {
        "once: these data are looked at this once (default). every: they are looked at after every",
        "append, and the rate is to hold over all looks; finds less, and later. Of one look, a",
        "finding that is \"confirmed\" is one also to every."
      })
  private Looks looks;

  @Option(
      names = "--least-effect",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Smallest change of level to report, such as 0.02 for 2 %%; default: all.")
  private double leastEffect;

  @Option(
      names = "--better",
      paramLabel = "WAY",
      defaultValue = "unknown",
      description = {
        "Which values are better: larger or smaller; by default what a history says of the metric,",
        "for CSV unknown."
      })
  private Preference better;

  @Option(
      names = "--better-of",
      paramLabel = "SERIES=WAY",
      description = "The same for one series; may be given several times.")
  private Map<String, Preference> betterOf = Map.of();

  @Option(
      names = "--accept",
      paramLabel = "SERIES=INDEX",
      description = {
        "A new level begins with this point and is accepted: nothing is compared across it. May be",
        "given several times."
      })
  private List<String> accepted = List.of();

  @Option(
      names = "--fail-on",
      defaultValue = "worse",
      description = "worse (default), change or never.")
  private FailOn failOn;

  @Override
  public Integer call() throws IOException {
    ChangeDetector detector = ChangeDetector.of(settings());
    Map<String, SortedMap<Long, String>> options = boundaries();
    int code = ExitCode.OK;
    List<KeptSeries> loaded;
    if (csv != null) {
      loaded = fromCsv();
    } else {
      try (History history = place.toRead()) {
        loaded = KeptSeries.of(history);
        code = place.warnOf(history.faults());
      }
    }
    requireKnown(options.keySet(), loaded);
    List<KeptSeries> kept = loaded.stream().map(each -> prepared(each, options)).toList();
    List<Accepted.Judged> judged =
        kept.parallelStream().flatMap(each -> each.judged(detector).stream()).toList();
    PrintWriter out = command.commandLine().getOut();
    judged.forEach(each -> out.println(FindingJson.of(each.finding(), each.acknowledged())));
    out.flush();
    List<Series> series = kept.stream().map(KeptSeries::series).toList();
    List<Finding> open =
        judged.stream()
            .filter(each -> each.acknowledged() == null)
            .map(Accepted.Judged::finding)
            .toList();
    tellCounts(series, open.size(), judged.size() - open.size());
    int verdict = exitCode(series, open);
    return verdict == ExitCode.FAIL || code == ExitCode.OK ? verdict : code;
  }

  /** A slip of the pen must not look like a change that nobody accepted. */
  private static void requireKnown(Set<String> named, List<KeptSeries> loaded) {
    Set<String> unknown = new TreeSet<>(named);
    loaded.forEach(each -> unknown.remove(each.series().name()));
    if (!unknown.isEmpty()) {
      throw new UsageException(
          "--accept names no series that is here: " + String.join(", ", unknown));
    }
  }

  private void tellCounts(List<Series> series, int open, int acknowledged) {
    int points = series.stream().mapToInt(each -> each.values().length).sum();
    String counts = "%d series, %d points, %d findings".formatted(series.size(), points, open);
    tell(acknowledged == 0 ? counts : counts + ", %d more acknowledged".formatted(acknowledged));
  }

  /** What options say of the series goes before what is known of it. */
  private KeptSeries prepared(KeptSeries kept, Map<String, SortedMap<Long, String>> options) {
    Series series = kept.series();
    Preference known = better == Preference.UNKNOWN ? series.preference() : better;
    SortedMap<Long, String> reasons = new TreeMap<>(kept.reasons());
    reasons.putAll(options.getOrDefault(series.name(), new TreeMap<>()));
    return new KeptSeries(series.prefer(betterOf.getOrDefault(series.name(), known)), reasons);
  }

  private Settings settings() {
    try {
      return new Settings(rate, looks, leastEffect);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private Map<String, SortedMap<Long, String>> boundaries() {
    Map<String, SortedMap<Long, String>> boundaries = new HashMap<>();
    for (String each : accepted) {
      int equals = each.lastIndexOf('=');
      try {
        long index = Long.parseLong(each.substring(equals + 1));
        boundaries
            .computeIfAbsent(each.substring(0, Math.max(equals, 0)), name -> new TreeMap<>())
            .put(index, "--accept");
      } catch (NumberFormatException e) {
        throw new UsageException("--accept takes SERIES=INDEX, not \"%s\"".formatted(each));
      }
    }
    return boundaries;
  }

  private List<KeptSeries> fromCsv() throws IOException {
    SeriesCsv.Loaded loaded = load();
    if (loaded.skipped() > 0) {
      tell(
          "%d lines without a finite value skipped, the first is line %d"
              .formatted(loaded.skipped(), loaded.firstSkipped().getAsLong()));
    }
    if (loaded.replaced() > 0) {
      tell(
          "%d points replaced by later lines with the same series and index"
              .formatted(loaded.replaced()));
    }
    return loaded.series().stream().map(each -> new KeptSeries(each, new TreeMap<>())).toList();
  }

  private SeriesCsv.Loaded load() throws IOException {
    if (csv.equals("-")) {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return SeriesCsv.read(
          new BufferedReader(new InputStreamReader(System.in, decoder)), "standard input");
    }
    Path file = Path.of(csv);
    if (Files.isDirectory(file)) {
      throw new UsageException(file + " is a folder; --csv takes a file");
    }
    try (Reader in = Files.newBufferedReader(file)) {
      return SeriesCsv.read(in, csv);
    }
  }

  private void tell(String sentence) {
    PrintWriter err = command.commandLine().getErr();
    err.println(sentence);
    err.flush();
  }

  private int exitCode(List<Series> series, List<Finding> findings) {
    List<Finding> changes = findings.stream().filter(each -> each.kind().isChange()).toList();
    boolean failed =
        switch (failOn) {
          case WORSE -> changes.stream().anyMatch(each -> each.effect() != Effect.BETTER);
          case CHANGE -> !changes.isEmpty();
          case NEVER -> false;
        };
    if (failed) {
      return ExitCode.FAIL;
    }
    boolean told = series.stream().anyMatch(ChangeDetector::canTell);
    if (!told) {
      tell(
          "no series has the %d points that a change is looked for in"
              .formatted(ChangeDetector.LEAST_POINTS));
    }
    return told ? ExitCode.OK : ExitCode.INCONCLUSIVE;
  }
}
