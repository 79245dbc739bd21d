package assay.bench.telemetry;

import assay.probe.Reading;
import assay.probe.energy.EnergyOf;
import assay.probe.energy.Estimate;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Recording;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import assay.reports.record.Telemetry;
import assay.reports.record.Telemetry.EnergyUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;

/** A recording in the form in which a run record keeps it. */
final class Recorded {

  /** Shown beside a curve; errors and CPU time are judged and told as numbers. */
  private static final Set<Measure> DRAWN =
      Set.of(
          Measure.POWER,
          Measure.ENERGY,
          Measure.POWER_CAP,
          Measure.TEMPERATURE,
          Measure.CLOCK,
          Measure.THROTTLED,
          Measure.CAPPED,
          Measure.LEVEL);

  /**
   * Between two iterations the sensors are read and the host's state; more than this is a pause.
   */
  private static final double MOST_GAPS = 0.02;

  private Recorded() {}

  /**
   * @param excluded why a window is no evidence, or "": then its energy is none either; empty when
   *     nobody knows
   */
  static Telemetry of(Recording seen, List<Window> windows, List<String> excluded) {
    long zero = windows.getFirst().fromNanos();
    return new Telemetry(
        seen.sampleHertz(),
        seen.cost(),
        windows.stream()
            .map(each ->
                new Telemetry.Window(
                    (each.fromNanos() - zero) * 1e-9, (each.toNanos() - zero) * 1e-9))
            .toList(),
        seen.traces().stream()
            .filter(trace -> DRAWN.contains(trace.channel().measure()))
            .map(trace -> Thinned.of(trace, zero))
            .filter(strip -> strip.seconds().length > 0 || !strip.ended().isEmpty())
            .toList(),
        energies(seen.traces(), counted(windows, excluded), usableSeconds(windows, excluded)));
  }

  /** Windows that are evidence; those that follow one another joined. */
  static List<Window> counted(List<Window> windows, List<String> excluded) {
    List<Window> counted = new ArrayList<>();
    List<Window> following = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      if (isUsable(excluded, i)) {
        following.add(windows.get(i));
      } else if (!following.isEmpty()) {
        counted.addAll(joined(following));
        following.clear();
      }
    }
    if (!following.isEmpty()) {
      counted.addAll(joined(following));
    }
    return counted;
  }

  private static boolean isUsable(List<String> excluded, int i) {
    return excluded.isEmpty() || excluded.get(i).isEmpty();
  }

  private static double usableSeconds(List<Window> windows, List<String> excluded) {
    return IntStream.range(0, windows.size())
        .filter(i -> isUsable(excluded, i))
        .mapToDouble(i -> windows.get(i).seconds())
        .sum();
  }

  /** One window from the first beginning to the last end where next to nothing lies between. */
  static List<Window> joined(List<Window> windows) {
    Window hull = new Window(windows.getFirst().fromNanos(), windows.getLast().toNanos());
    double inside = windows.stream().mapToDouble(Window::seconds).sum();
    return hull.seconds() - inside <= MOST_GAPS * hull.seconds()
        ? List.of(hull)
        : List.copyOf(windows);
  }

  /**
   * @param windows joined
   * @param seconds of them in which was measured
   */
  private static List<EnergyUse> energies(
      List<Trace> traces, List<Window> windows, double seconds) {
    double most = windows.stream().mapToDouble(Window::seconds).sum() / seconds;
    SequencedMap<Channel, Reading<Estimate>> watts = new LinkedHashMap<>();
    traces.stream()
        .filter(trace -> trace.channel().measure().tellsEnergy())
        .forEach(trace ->
            watts.put(
                trace.channel(),
                EnergyOf.watts(trace, windows).map(joined -> between(joined, most))));
    return EnergyUses.of(watts, seconds);
  }

  /** In the gaps the machine drew something between nothing and what it drew in the windows. */
  private static Estimate between(Estimate joined, double most) {
    return new Estimate(joined.value() * (1 + most) / 2, joined.low(), joined.high() * most);
  }
}
