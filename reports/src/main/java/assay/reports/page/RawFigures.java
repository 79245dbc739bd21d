package assay.reports.page;

import assay.probe.Reading;
import assay.reports.record.Accuracy;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.statistics.Quantiles;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.EnergySummary;
import assay.reports.summary.Units;
import assay.reports.text.MachineLine;
import assay.reports.text.Plain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A case's raw figures as lines of text. */
final class RawFigures {

  /** Of fewer values nobody can say how far is far. */
  private static final int FEW_ITERATIONS = 5;

  private final StringBuilder out = new StringBuilder();

  private RawFigures() {}

  static String of(CaseSummary each) {
    RawFigures raw = new RawFigures();
    raw.write(each);
    return raw.out.toString().stripTrailing();
  }

  private void write(CaseSummary each) {
    CaseRecord record = each.record();
    CaseRecord.Key key = record.key();
    line("spec", key.spec());
    line(
        "setting",
        "%s on %s, %s, %s cache, %s fill%s"
            .formatted(
                key.backend(),
                key.device(),
                each.place().isHost() ? key.threads() + " threads" : each.place().name(),
                key.cache(),
                key.fill(),
                key.variant().isEmpty() ? "" : ", variant " + key.variant()));
    if (!each.reasons().isEmpty()) {
      line(each.state().toString(), String.join("; ", each.reasons()));
    }
    if (!record.origins().isEmpty()) {
      line("asked for by", origins(record.origins()));
    }
    line(
        "work",
        "%d flop, %d B per operation".formatted(record.work().flops(), record.work().bytes()));
    each.ceiling()
        .ifPresent(c ->
            line(
                "ceiling",
                "%s, %s of it".formatted(c.ceiling().label(), Units.percent(c.share()))));
    if (record.execution() != null) {
      execution(record.execution());
    }
    record.forks().forEach(this::fork);
    if (record.accuracy() != null) {
      accuracy(record.accuracy());
    }
    line(
        "energy",
        each.energy()
            .asOptional()
            .map(RawFigures::energy)
            .orElseGet(() -> MachineLine.shown(each.energy())));
  }

  private void line(String name, String text) {
    out.append("%-13s".formatted(Plain.of(name))).append(Plain.of(text)).append('\n');
  }

  private static String energy(EnergySummary of) {
    String net =
        of.netJoulesPerOp()
            .asOptional()
            .map(each -> "%s above idle".formatted(Units.si(each.estimate(), "J")))
            .orElseGet(() -> "above idle unknown: " + Reading.why(of.netJoulesPerOp()));
    return "%s/op, covers %s, %s to %s, idle included; %s"
        .formatted(
            Units.si(of.joulesPerOp().estimate(), "J"),
            of.scope().isEmpty() ? "what nobody recorded" : of.scope(),
            Units.si(of.joulesPerOp().low(), "J"),
            Units.si(of.joulesPerOp().high(), "J"),
            net);
  }

  private static String origins(List<CaseRecord.Origin> origins) {
    return origins.stream()
        .map(each -> "%s %s %s".formatted(each.model(), each.role(), each.phase()))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private void execution(CaseRecord.Execution execution) {
    line("ran", "%s, %s".formatted(execution.kernel(), execution.isa()));
    execution.details().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each -> line("", each.getKey() + " = " + each.getValue()));
  }

  private void fork(ForkRecord fork) {
    line(
        "fork " + (fork.round() + 1),
        "%s, prepared in %s%s"
            .formatted(
                fork.startedAt(),
                Units.duration(fork.prepareNanos()),
                fork.outcome().isEmpty() ? "" : ", " + fork.outcome()));
    times("warm-up", fork.warmup());
    times("measured", fork.iterations());
    leftOut(fork.iterations());
    farOut(fork.iterations());
    fork.hardware().forEach((name, reading) -> line("", name + ": " + hardware(reading)));
  }

  private static String hardware(Reading<Double> reading) {
    return reading instanceof Reading.Present<Double>(Double value, String unit, String source)
        ? unit.equals("ns") ? Units.duration(value) : Units.si(value, unit)
        : MachineLine.shown(reading);
  }

  private void times(String name, List<ForkRecord.Iteration> iterations) {
    if (!iterations.isEmpty()) {
      String times =
          iterations.stream()
              .map(each ->
                  each.operations() > 0 ? Units.duration(each.nanosPerOp()) : "no operation")
              .collect(Collectors.joining(", "));
      line("", name + ": " + times);
    }
  }

  private void leftOut(List<ForkRecord.Iteration> iterations) {
    for (int i = 0; i < iterations.size(); i++) {
      String reason = iterations.get(i).excluded();
      if (!reason.isEmpty()) {
        line("", "left out: iteration %d: %s".formatted(i + 1, reason));
      }
    }
  }

  /** Named, never dropped: a rare stall is part of what the machine does. */
  private void farOut(List<ForkRecord.Iteration> iterations) {
    int[] used =
        IntStream.range(0, iterations.size()).filter(i -> iterations.get(i).isUsable()).toArray();
    double[] nanos = Arrays.stream(used).mapToDouble(i -> iterations.get(i).nanosPerOp()).toArray();
    if (nanos.length < FEW_ITERATIONS) {
      return;
    }
    String named =
        Arrays.stream(Quantiles.outliers(nanos))
            .mapToObj(i -> "%d (%s)".formatted(used[i] + 1, Units.duration(nanos[i])))
            .collect(Collectors.joining(", "));
    if (!named.isEmpty()) {
      line("", "far from the others, and kept: iteration " + named);
    }
  }

  private void accuracy(Accuracy accuracy) {
    line(
        "accuracy",
        "NMSE %s, max error / sum|w.x| %s (bound %s), cosine %s"
            .formatted(
                Units.error(accuracy.nmse()),
                Units.error(accuracy.maxRelativeError()),
                Units.error(accuracy.bound()),
                accuracy.cosine()));
    line(
        "",
        "%d outputs checked, %s outside the bound, %d not finite, whole result %s, %s the bound after timing"
            .formatted(
                accuracy.checkedOutputs(),
                Units.percent(accuracy.mismatchShare()),
                accuracy.nonFinite(),
                accuracy.freivalds(),
                accuracy.afterTiming() ? "within" : "out of"));
    part("stored weights", accuracy.weightNmse());
    part("rounded activations", accuracy.activationNmse());
    if (accuracy.maxUlp() != null) {
      line("", "largest distance %s ULP".formatted(Units.figure(accuracy.maxUlp())));
    }
  }

  private void part(String of, Double nmse) {
    if (nmse != null) {
      line("", "NMSE of %s: %s".formatted(of, Units.error(nmse)));
    }
  }
}
