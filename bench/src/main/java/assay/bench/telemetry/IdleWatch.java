package assay.bench.telemetry;

import assay.probe.HostState;
import assay.probe.Reading;
import assay.probe.energy.EnergyOf;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Recording;
import assay.probe.telemetry.Sampler;
import assay.probe.telemetry.Source;
import assay.probe.telemetry.Window;
import assay.reports.record.Idle;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Looks at the machine with nothing to do. */
public final class IdleWatch {

  /** What was running a moment ago: this JVM's compilers, caches being written back, fans. */
  private static final double SETTLING_SECONDS = 1;

  /** Below this no power is worth calling idle, whatever the sensor. */
  private static final double LEAST_SECONDS = 1;

  /** A counter's ends are off by one or two periods, which must be less than one in a hundred. */
  private static final double COUNTER_PERIODS = 250;

  /** Power at rest changes little, so that its ends matter less; fewer readings say too little. */
  private static final double POWER_PERIODS = 25;

  /** A mean over some time says nothing of what is not many times as long. */
  private static final double MEANS = 10;

  /** Of a sensor of which nobody states it: controllers and meters tell power once a second. */
  private static final double USUAL_PERIOD = 1;

  /** One that needs so many times what there is has nothing to say in the end either. */
  private static final double HOPELESS = 10;

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
      long from = sampler.markBeginning();
      sleep(seconds(sources.stream().map(Source::channel).toList(), hertz, mostSeconds));
      Window window = new Window(from, sampler.mark());
      Reading<Double> foreign = HostState.live().since(before).foreignCpuShare();
      return new Idle(
          when, startedAt, window.seconds(), foreign, powers(sampler.take(), window, foreign));
    }
  }

  /** What the slowest of these sensors needs that can be had; a battery's would take minutes. */
  static double seconds(List<Channel> channels, double hertz, double most) {
    double needed =
        channels.stream()
            .filter(channel -> channel.measure().tellsEnergy())
            .mapToDouble(channel -> seconds(channel, hertz))
            .filter(seconds -> seconds <= HOPELESS * most)
            .reduce(LEAST_SECONDS, Math::max);
    return Math.min(most, needed);
  }

  private static double seconds(Channel channel, double hertz) {
    double stated = channel.periodSeconds().asOptional().orElse(USUAL_PERIOD);
    double period = Math.max(stated, 1 / hertz);
    return channel.measure() == Measure.ENERGY
        ? COUNTER_PERIODS * stated
        : POWER_PERIODS * period + MEANS * channel.windowSeconds().asOptional().orElse(0.0);
  }

  /** Of a machine that others kept busy nobody knows what it takes at rest. */
  static List<Idle.Power> powers(Recording seen, Window window, Reading<Double> foreign) {
    double busy = foreign.asOptional().orElse(0.0);
    return seen.traces().stream()
        .filter(trace -> trace.channel().measure().tellsEnergy())
        .map(trace ->
            new Idle.Power(
                trace.channel(),
                busy > Disturbances.MOST_FOREIGN
                    ? Reading.unresolved(
                        String.format(
                            Locale.ROOT,
                            "the machine was not idle: other programs took %.0f %% of its CPU time",
                            100 * busy))
                    : EnergyOf.watts(trace, List.of(window))))
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
