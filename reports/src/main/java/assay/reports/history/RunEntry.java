package assay.reports.history;

import assay.reports.history.MeasuredCase.CaseName;
import assay.reports.record.Accuracy;
import assay.reports.record.CaseRecord;
import assay.reports.record.RunRecord;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.EnergySummary;
import assay.reports.summary.ForkSamples;
import assay.reports.summary.Interval;
import assay.reports.summary.LatencySummary;
import assay.reports.summary.RunSummary;
import assay.reports.summary.Speed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes the points out of a run record. */
final class RunEntry {

  private final Surroundings surroundings;
  private final Map<String, Fingerprint> identities = new HashMap<>();
  private final Map<String, Fingerprint> environments = new HashMap<>();

  private RunEntry(RunRecord run) {
    this.surroundings = new Surroundings(run);
  }

  /**
   * @param id under which it is kept
   * @throws UnusableHistoryException when the run is unfinished or says nothing usable of itself
   */
  static MeasuredRun of(RunRecord run, String id) {
    RunRecord.Invocation invocation = run.invocation();
    if (invocation.finishedAt() == null) {
      throw new UnusableHistoryException(
          "run %s is unfinished, and what it would still measure could not be told from what broke;"
                  .formatted(Checked.shown(invocation.id()))
              + " go on with it by \"assay run --resume FOLDER\", then add it");
    }
    RunEntry entry = new RunEntry(run);
    return new MeasuredRun(
        id,
        "assay",
        Checked.text("tool version", run.tool().version()),
        Checked.time(invocation.startedAt(), "startedAt"),
        Checked.text("commit", run.tool().commit()),
        Checked.text("JVM version", run.jvm().version()),
        run.machine().host().name().asOptional().map(Checked::shown).orElse(""),
        Checked.text("profile", invocation.profile()),
        Checked.distinct(RunSummary.of(run).cases().stream().map(entry::measured).toList()));
  }

  private MeasuredCase measured(CaseSummary each) {
    CaseRecord.Key key = each.record().key();
    CaseName name =
        new CaseName(
            Checked.text("case id", each.record().id()),
            Checked.text("operation", each.shape().operation()),
            Checked.text("format", each.format()),
            Checked.text("backend", key.backend()),
            Checked.text("device", key.device()));
    return new MeasuredCase(
        name,
        identities.computeIfAbsent(key.device(), surroundings::identity),
        environments.computeIfAbsent(key.device(), surroundings::environment),
        each.state().name(),
        each.reasons().stream().map(Checked::shown).toList(),
        points(each));
  }

  private static List<Point> points(CaseSummary each) {
    List<Point> points = new ArrayList<>();
    each.speed().ifPresent(speed -> points.add(time(each, speed)));
    int forks = each.speed().map(Speed::forks).orElse(0);
    int iterations = each.speed().map(Speed::iterations).orElse(0);
    each.latency()
        .flatMap(LatencySummary::p99Nanos)
        .ifPresent(p99 -> points.add(Point.single(of(each, Metric.P99), p99, forks, iterations)));
    each.energy()
        .asOptional()
        .ifPresent(energy -> points.addAll(energies(each, energy, forks, iterations)));
    Accuracy accuracy = each.record().accuracy();
    if (accuracy != null) {
      points.add(Point.single(Metric.NMSE, accuracy.nmse(), forks, iterations));
      points.add(Point.single(Metric.MAX_ERROR, accuracy.maxRelativeError(), forks, iterations));
    }
    // A wrong result may be infinite; its state says so, and a series has finite values only.
    return points.stream().filter(point -> Double.isFinite(point.value())).toList();
  }

  /** A load's settled speed must not end up in the series of cold forks. */
  private static Metric of(CaseSummary each, Metric metric) {
    return each.isSustained() ? metric.sustained() : metric;
  }

  private static List<Point> energies(
      CaseSummary each, EnergySummary of, int forks, int iterations) {
    List<Point> points = new ArrayList<>();
    Metric gross = of(each, Metric.energy(of.scope()));
    Metric above = of(each, Metric.netEnergy(of.scope()));
    points.add(energy(gross, of.joulesPerOp(), forks, iterations));
    of.netJoulesPerOp()
        .asOptional()
        .ifPresent(net -> points.add(energy(above, net, forks, iterations)));
    return points;
  }

  private static Point energy(Metric metric, Interval joules, int forks, int iterations) {
    return new Point(
        metric,
        joules.estimate(),
        finite(joules.low()),
        finite(joules.high()),
        forks,
        iterations,
        List.of());
  }

  private static Point time(CaseSummary each, Speed speed) {
    return new Point(
        of(each, Metric.TIME),
        speed.nanosPerOp().estimate(),
        finite(speed.nanosPerOp().low()),
        finite(speed.nanosPerOp().high()),
        speed.forks(),
        speed.iterations(),
        Arrays.stream(ForkSamples.of(each.record()).forkMeans()).boxed().toList());
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
