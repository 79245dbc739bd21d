package assay.bench.telemetry;

import assay.probe.HostState;
import assay.probe.Reading;
import assay.probe.energy.EnergyOf;
import assay.probe.telemetry.Recording;
import assay.probe.telemetry.Sampler;
import assay.probe.telemetry.Source;
import assay.probe.telemetry.Window;
import assay.reports.record.Idle;
import java.time.Instant;
import java.util.List;

/** Looks at the machine with nothing to do. */
public final class IdleWatch {

  /** What was running a moment ago: this JVM's compilers, caches being written back, fans. */
  private static final double SETTLING_SECONDS = 1;

  /** Below this no power is worth calling idle, whatever the sensor. */
  private static final double LEAST_SECONDS = 1;

  /** An end of the window may be off by a period: a hundred of them are one in a hundred. */
  private static final double PERIODS = 100;

  private IdleWatch() {}

  /** Whether any of them tells power. */
  public static boolean isWorthwhile(List<Source> sources) {
    return sources.stream().anyMatch(source -> source.channel().measure().tellsEnergy());
  }

  /**
   * Waits and looks.
   *
   * @param sources are closed
   * @param mostSeconds to look, however slow a sensor is
   */
  public static Idle look(List<Source> sources, String when, double hertz, double mostSeconds) {
    String startedAt = Instant.now().toString();
    try (Sampler sampler = Sampler.start(sources, hertz)) {
      sleep(SETTLING_SECONDS);
      HostState before = HostState.live();
      long from = sampler.mark();
      sleep(Math.min(mostSeconds, needed(sources)));
      Window window = new Window(from, sampler.mark());
      Reading<Double> foreign = HostState.live().since(before).foreignCpuShare();
      return new Idle(when, startedAt, window.seconds(), foreign, powers(sampler.take(), window));
    }
  }

  private static double needed(List<Source> sources) {
    return sources.stream()
        .filter(source -> source.channel().measure().tellsEnergy())
        .mapToDouble(source -> source.channel().periodSeconds().asOptional().orElse(0.0))
        .map(period -> Math.max(LEAST_SECONDS, PERIODS * period))
        .max()
        .orElse(LEAST_SECONDS);
  }

  private static List<Idle.Power> powers(Recording seen, Window window) {
    return seen.traces().stream()
        .filter(trace -> trace.channel().measure().tellsEnergy())
        .map(trace -> new Idle.Power(trace.channel(), EnergyOf.watts(trace, List.of(window))))
        .toList();
  }

  /** One who interrupts gets a shorter look, and his interruption back. */
  private static void sleep(double seconds) {
    try {
      Thread.sleep(Math.round(1000 * seconds));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
