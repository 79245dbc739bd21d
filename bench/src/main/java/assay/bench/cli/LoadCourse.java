package assay.bench.cli;

import assay.bench.sustain.LoadTime;
import assay.reports.record.ForkRecord;
import assay.reports.record.ForkRecord.Iteration;
import assay.reports.record.RunRecord;
import assay.reports.record.Sustained.Slice;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.RunSummary;
import assay.reports.summary.SustainedSummary;
import assay.reports.summary.SustainedWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How cases that were repeated for long went, in some lines for people. */
final class LoadCourse {

  private static final double MINUTE = 60;

  private LoadCourse() {}

  /** None for a run that measured forks. */
  static List<String> lines(RunRecord run) {
    List<String> lines = new ArrayList<>();
    if (run.cases().stream().flatMap(one -> one.forks().stream()).noneMatch(LoadCourse::isLoad)) {
      return lines;
    }
    for (CaseSummary one : RunSummary.of(run).cases()) {
      for (ForkRecord fork : one.record().forks()) {
        if (isLoad(fork)) {
          lines.add(one.record().key().backend() + " " + one.record().key().spec());
          lines.add("    " + finding(one, fork));
          lines.add("    " + speed(fork));
          lines.add("    " + heldBack(fork.sustained().slices()));
        }
      }
    }
    return lines;
  }

  private static boolean isLoad(ForkRecord fork) {
    return fork.sustained() != null && !fork.sustained().slices().isEmpty();
  }

  /** When it became slower, where it settled, what it lost against its first minute. */
  private static String finding(CaseSummary one, ForkRecord fork) {
    return SustainedWords.of(one, SustainedSummary.of(fork.sustained(), one.meter())).finding();
  }

  static String speed(ForkRecord fork) {
    List<Slice> slices = fork.sustained().slices();
    List<Slice> early = slices.stream().filter(slice -> slice.startSeconds() < MINUTE).toList();
    double first =
        rate(
            early.stream().mapToLong(Slice::operations).sum(),
            early.stream().mapToLong(Slice::nanos).sum());
    List<Iteration> late = fork.iterations().stream().filter(Iteration::isUsable).toList();
    if (early.isEmpty() || late.isEmpty()) {
      return "%s of %s: no undisturbed slice in its %s"
          .formatted(
              LoadTime.text(seconds(slices)),
              LoadTime.text(fork.sustained().askedSeconds()),
              early.isEmpty() ? "first minute" : "second half");
    }
    double second =
        rate(
            late.stream().mapToLong(Iteration::operations).sum(),
            late.stream().mapToLong(Iteration::nanos).sum());
    return String.format(
        Locale.ROOT,
        "%s of %s: first %s %s op/s, second half %s op/s (%+.1f %%)",
        LoadTime.text(seconds(slices)),
        LoadTime.text(fork.sustained().askedSeconds()),
        Math.abs(seconds(early) - MINUTE) <= MINUTE / 4 ? "minute" : LoadTime.text(seconds(early)),
        LoadWords.rate(first),
        LoadWords.rate(second),
        100 * (second / first - 1));
  }

  private static double rate(long operations, long nanos) {
    return operations * 1e9 / nanos;
  }

  private static double seconds(List<Slice> slices) {
    return slices.stream().mapToDouble(Slice::seconds).sum();
  }

  private static String heldBack(List<Slice> slices) {
    List<Slice> held = slices.stream().filter(slice -> !slice.throttled().isEmpty()).toList();
    if (held.isEmpty()) {
      return "nothing that this machine tells of held it below its speed";
    }
    List<String> reasons =
        held.stream().flatMap(slice -> slice.throttled().stream()).distinct().toList();
    return String.format(
        Locale.ROOT,
        "held back in slices of %.0f %% of the time, first after %s: %s",
        100 * seconds(held) / seconds(slices),
        LoadTime.text(held.getFirst().startSeconds()),
        String.join("; ", reasons));
  }
}
