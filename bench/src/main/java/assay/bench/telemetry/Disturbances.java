package assay.bench.telemetry;

import assay.probe.state.LoadSources;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Recording;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Which windows are no evidence of what the case can do: judged by what the sensors and the kernel
 * say of them, never by the time they took, so that leaving them out favours nobody.
 */
public final class Disturbances {

  /** Other programs and the kernel's own work; a quiet machine has one to three in a hundred. */
  static final double MOST_FOREIGN = 0.15;

  /** Time the hypervisor gave to others. */
  static final double MOST_STOLEN = 0.10;

  /** CPU time is counted in steps of 10 ms on each of two counters: fewer than this say nothing. */
  static final int LEAST_TICKS = 20;

  private static final double SECONDS_PER_TICK = 0.01;

  private static final OptionalDouble NONE = OptionalDouble.empty();

  private final Recording seen;

  public Disturbances(Recording seen) {
    this.seen = seen;
  }

  /**
   * Why each window is none, or "". Where more than half are disturbed there is no quiet part to
   * tell from the rest: nothing is left out, and {@link #doubt} says so.
   */
  public List<String> of(List<Window> windows) {
    List<String> all = each(windows);
    return isMostly(all) ? windows.stream().map(window -> "").toList() : all;
  }

  /** Why the fork as a whole is not to be trusted; empty when it is. */
  public List<String> doubt(List<Window> windows) {
    List<String> all = each(windows);
    return isMostly(all)
        ? List.of(
            "disturbed: %d of %d iterations, the first because %s"
                .formatted(
                    all.stream().filter(reason -> !reason.isEmpty()).count(),
                    all.size(),
                    all.stream().filter(reason -> !reason.isEmpty()).findFirst().orElseThrow()))
        : List.of();
  }

  private static boolean isMostly(List<String> reasons) {
    return 2 * reasons.stream().filter(reason -> !reason.isEmpty()).count() > reasons.size();
  }

  private List<String> each(List<Window> windows) {
    return windows.stream().map(this::reason).toList();
  }

  private String reason(Window window) {
    List<String> reasons = new ArrayList<>();
    double all =
        seen.trace(LoadSources.ALL).map(trace -> grown(trace, window)).orElse(NONE).orElse(0);
    if (all >= LEAST_TICKS * SECONDS_PER_TICK) {
      share(window, LoadSources.STEAL)
          .ifPresent(share ->
              addIf(reasons, share, MOST_STOLEN, "the hypervisor took %.0f %% of the CPU time"));
      foreign(window)
          .ifPresent(share ->
              addIf(reasons, share, MOST_FOREIGN, "other programs took %.0f %% of the CPU time"));
    }
    for (Trace trace : seen.traces()) {
      heldBack(trace, window, reasons);
    }
    return String.join("; ", reasons);
  }

  private static void addIf(List<String> reasons, double share, double most, String text) {
    if (share > most) {
      reasons.add(String.format(Locale.ROOT, text, 100 * share));
    }
  }

  /** Of this process's ticks some fall into the next window; a share below 0 is none. */
  private OptionalDouble foreign(Window window) {
    OptionalDouble busy = share(window, LoadSources.BUSY);
    OptionalDouble own = share(window, LoadSources.OWN);
    return busy.isPresent() && own.isPresent()
        ? OptionalDouble.of(busy.getAsDouble() - own.getAsDouble())
        : NONE;
  }

  private OptionalDouble share(Window window, String channel) {
    OptionalDouble all = seen.trace(LoadSources.ALL).map(each -> grown(each, window)).orElse(NONE);
    OptionalDouble part = seen.trace(channel).map(each -> grown(each, window)).orElse(NONE);
    return all.isPresent() && part.isPresent() && all.getAsDouble() > 0
        ? OptionalDouble.of(part.getAsDouble() / all.getAsDouble())
        : NONE;
  }

  /** Heat counts; {@link Measure#CAPPED} is the part's own way of working, shown and no more. */
  private static void heldBack(Trace trace, Window window, List<String> reasons) {
    boolean heat =
        trace.channel().measure() == Measure.THROTTLED
            || trace.channel().measure() == Measure.EVENTS
                && trace.channel().id().startsWith("throttle/");
    if (heat && grown(trace, window).orElse(0) > 0) {
      reasons.add(
          "throttled: %s (%s) counted up".formatted(trace.channel().id(), trace.channel().label()));
    }
  }

  /** Between the readings at the window's two ends, which are there for every source that works. */
  private static OptionalDouble grown(Trace trace, Window window) {
    int first = Math.max(0, trace.lastUpTo(window.fromNanos()));
    int last = trace.firstFrom(window.toNanos());
    return first < trace.size() && last < trace.size()
        ? OptionalDouble.of(Math.max(0, trace.values()[last] - trace.values()[first]))
        : NONE;
  }
}
