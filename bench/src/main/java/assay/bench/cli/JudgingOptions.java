package assay.bench.cli;

import assay.bench.turns.Turns;
import assay.reports.forecast.AgainstHistory;
import assay.reports.history.History;
import assay.reports.judge.Budget;
import assay.reports.judge.Comparability;
import assay.reports.judge.Comparability.Aspect;
import assay.reports.judge.Comparison;
import assay.reports.judge.NoiseFloor;
import assay.reports.judge.Rules;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import assay.reports.summary.RunSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** By what rules runs are compared. */
final class JudgingOptions {

  private static final String ALL = "all";

  @Option(
      names = "--budget",
      split = ",",
      paramLabel = "METRIC=PERCENT",
      description =
          "What a change must reach to matter. Default: speed=2%%, p99=5%%, energy=5%%,"
              + " nmse=25%%, max-error=50%%.")
  private List<String> budgets = new ArrayList<>();

  @Option(
      names = "--noise",
      paramLabel = "DIR",
      description = "What assay run --aa wrote on this machine: no difference below its noise.")
  private Path noise;

  @Option(
      names = "--despite",
      split = ",",
      paramLabel = "ASPECT",
      description = {
        "Compare although this differs between the runs: processor, cores, memory, microcode,",
        "governor, boost, huge-pages, kernel, virtualisation, accelerator, driver, power-limit,",
        "ecc, partition, or all."
      })
  private List<String> despite = new ArrayList<>();

  Comparison compare(RunSummary baseline, RunSummary contender) {
    Comparability differences = Comparability.of(baseline.run(), contender.run(), accepted());
    return Comparison.ofRuns(baseline, contender, rules(), noise(baseline.run()), differences);
  }

  /**
   * A run against all before it.
   *
   * @param mayMiss cost ratio that the history ought to show
   */
  AgainstHistory.Result compare(History history, RunRecord candidate, double mayMiss) {
    if (noise != null || !despite.isEmpty()) {
      throw new UsageException(
          "%s goes with two runs; a history has the machine's noise, and a series for each machine and set-up"
              .formatted(noise != null ? "--noise" : "--despite"));
    }
    return AgainstHistory.compare(history, candidate, rules(), mayMiss);
  }

  private Rules rules() {
    Rules rules = Rules.DEFAULT;
    for (String text : budgets) {
      try {
        Budget budget = Budget.parse(text);
        rules = rules.with(budget.metric(), budget.ratio());
      } catch (IllegalArgumentException e) {
        throw new UsageException(e.getMessage());
      }
    }
    return rules;
  }

  private NoiseFloor noise(RunRecord judged) {
    if (noise == null) {
      return NoiseFloor.UNKNOWN;
    }
    RunStore store = new RunStore();
    RunRecord first = store.read(noise.resolve(Turns.FIRST));
    RunRecord second = store.read(noise.resolve(Turns.SECOND));
    NoiseFloor.fault(first, second, judged, accepted())
        .ifPresent(fault -> {
          throw new UsageException("--noise %s %s".formatted(noise, fault));
        });
    NoiseFloor floor = NoiseFloor.of(RunSummary.of(first), RunSummary.of(second));
    if (!floor.isKnown()) {
      throw new UsageException(
          "--noise %s has no case that is valid on both sides, so it tells no noise"
              .formatted(noise));
    }
    return floor;
  }

  private Set<Aspect> accepted() {
    Set<Aspect> accepted = EnumSet.noneOf(Aspect.class);
    for (String text : despite) {
      accepted.addAll(text.equals(ALL) ? EnumSet.allOf(Aspect.class) : EnumSet.of(aspect(text)));
    }
    return accepted;
  }

  private static Aspect aspect(String text) {
    return Arrays.stream(Aspect.values())
        .filter(each -> option(each).equals(text))
        .findFirst()
        .orElseThrow(() ->
            new UsageException(
                "unknown aspect \"%s\"; there are %s and all"
                    .formatted(
                        text,
                        Arrays.stream(Aspect.values())
                            .map(JudgingOptions::option)
                            .collect(Collectors.joining(", ")))));
  }

  private static String option(Aspect aspect) {
    return aspect.title().toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}
