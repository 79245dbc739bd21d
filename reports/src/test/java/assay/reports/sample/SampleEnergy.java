package assay.reports.sample;

import assay.probe.Reading;
import assay.probe.energy.Estimate;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.Origin;
import assay.reports.record.Energy;
import assay.reports.record.ForkRecord;
import assay.reports.record.Idle;
import assay.reports.record.RunRecord;
import assay.reports.record.Sustained;
import assay.reports.record.Telemetry;
import assay.reports.record.Telemetry.EnergyUse;
import assay.reports.record.Telemetry.Strip;
import assay.reports.record.Telemetry.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts the sensors of a made-up machine beside a sample's forks. */
public final class SampleEnergy {

  private static final Reading<Double> NO_SECOND = Reading.absent("no second source");

  private SampleEnergy() {}

  public static Channel channel(String id, Scope scope) {
    return Channel.of(id, "", Measure.ENERGY, scope, "0", "sample");
  }

  public static Estimate within(double watts, double share) {
    return new Estimate(watts, watts * (1 - share), watts * (1 + share));
  }

  /** The case drawing so many watts at the channel, 20 of them idle. */
  public static CaseRecord metered(CaseRecord of, Channel channel, double watts) {
    List<ForkRecord> forks =
        of.forks().stream().map(each -> metered(each, channel, watts)).toList();
    return with(of, of.origins(), forks);
  }

  private static ForkRecord metered(ForkRecord fork, Channel channel, double watts) {
    double seconds = fork.iterations().stream().mapToLong(each -> each.nanos()).sum() * 1e-9;
    Map<String, Reading<Double>> hardware = new TreeMap<>(fork.hardware());
    hardware.put(ForkRecord.ENERGY, Reading.of(watts * seconds, "J", "sample"));
    hardware.put(ForkRecord.NET_ENERGY, Reading.of((watts - 20) * seconds, "J", "sample"));
    List<Window> windows = new ArrayList<>();
    double at = 0;
    for (ForkRecord.Iteration each : fork.iterations()) {
      windows.add(new Window(at, at + each.nanos() * 1e-9));
      at += each.nanos() * 1e-9;
    }
    var use =
        new EnergyUse(
            channel,
            "counter",
            seconds,
            Reading.of(within(watts, 0.01), "W", "sample"),
            Reading.of(within(20, 0.01), "W", "sample"),
            Reading.of(within(watts - 20, 0.02), "W", "sample"),
            NO_SECOND);
    double[] times = {-1, 0, at / 2, at};
    var strips =
        List.of(
            new Strip(channel, times, new double[] {20, watts, watts, watts}, ""),
            new Strip(SampleCourse.HEAT, times, new double[] {40, 50, 60, 65}, ""));
    return fork.with(
        hardware,
        new Telemetry(10, Reading.of(0.001, "1", "sample"), windows, strips, List.of(use)));
  }

  /** The case with these strips beside those that its forks have. */
  public static CaseRecord beside(CaseRecord of, Strip... more) {
    List<ForkRecord> forks =
        of.forks().stream()
            .map(fork -> {
              Telemetry seen = fork.telemetry();
              List<Strip> strips = new ArrayList<>(seen.strips());
              strips.addAll(List.of(more));
              return fork.with(
                  fork.hardware(),
                  new Telemetry(
                      seen.sampleHertz(), seen.cost(), seen.windows(), strips, seen.energies()));
            })
            .toList();
    return with(of, of.origins(), forks);
  }

  public static CaseRecord sustained(CaseRecord of, Sustained course) {
    ForkRecord first = of.forks().getFirst();
    var fork =
        new ForkRecord(
            0,
            first.startedAt(),
            first.prepareNanos(),
            first.warmup(),
            first.iterations(),
            first.latency(),
            first.hardware(),
            "",
            null,
            course);
    return with(of, of.origins(), List.of(fork));
  }

  public static CaseRecord with(CaseRecord of, List<Origin> origins, List<ForkRecord> forks) {
    return new CaseRecord(
        of.id(),
        of.key(),
        origins,
        of.work(),
        of.status(),
        of.execution(),
        forks,
        of.accuracy(),
        Energy.of(forks),
        Energy.netOf(forks));
  }

  public static RunRecord idle(RunRecord of, Channel channel) {
    var power = new Idle.Power(channel, Reading.of(within(20, 0.01), "W", "sample"));
    Reading<Double> foreign = Reading.of(0.01, "", "sample");
    return new RunRecord(
        of.schema(),
        of.tool(),
        of.invocation(),
        of.jvm(),
        of.machine(),
        of.ceilings(),
        of.backends(),
        of.cases(),
        List.of(
            new Idle("before", "", 5, foreign, List.of(power)),
            new Idle("after", "", 5, foreign, List.of(power))));
  }
}
