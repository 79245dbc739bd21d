package assay.probe;

import assay.probe.gpu.AmdState;
import assay.probe.gpu.NvidiaState;
import assay.probe.gpu.Vendor;
import assay.probe.nvml.Nvml;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What one GPU was doing at one moment; taken at both ends of a timed window, as {@link HostState}
 * is for the processor.
 *
 * @param takenNanos of {@link System#nanoTime}
 * @param coreMegahertz clock of the arithmetic units
 * @param celsius of the die, its hottest place where the driver tells
 * @param powerLimitWatts that is enforced now
 * @param watts at this moment
 * @param averageWatts over about a second, as the source says
 * @param joules of a counter that only grows until the driver is loaded again
 * @param reasons that hold the clock down at this moment
 * @param throttled counters of the time spent held down; gapless, so they go before reasons
 * @param correctedErrors of the memory since the driver was loaded
 * @param uncorrectedErrors likewise
 */
public record GpuState(
    long takenNanos,
    Reading<Double> coreMegahertz,
    Reading<Double> memoryMegahertz,
    Reading<Double> celsius,
    Reading<Double> powerLimitWatts,
    Reading<Double> watts,
    Reading<Double> averageWatts,
    Reading<Double> joules,
    Reading<Set<ClockReason>> reasons,
    Reading<Counters> throttled,
    Reading<Long> correctedErrors,
    Reading<Long> uncorrectedErrors) {

  /**
   * @param total grows all the time, in the unit of the others
   * @param byReason grows while the reason holds; only those that this driver counts
   */
  public record Counters(long total, Map<ClockReason, Long> byReason) {}

  /**
   * What happened between two snapshots.
   *
   * @param seconds between them
   * @param slowestMegahertz of those snapshots in which the GPU was not idle
   * @param powerLimitWatts the lower one
   * @param throttledShare of the window, by reason, 0 to 1; holds each reason that is counted
   * @param seen reasons that throttle and that no counter covers, in force at an end of the window
   */
  public record Change(
      double seconds,
      Reading<Double> slowestMegahertz,
      Reading<Double> slowestMemoryMegahertz,
      Reading<Double> hottestCelsius,
      Reading<Double> powerLimitWatts,
      Reading<Double> joules,
      Reading<Map<ClockReason, Double>> throttledShare,
      Reading<Set<ClockReason>> seen,
      Reading<Long> correctedErrors,
      Reading<Long> uncorrectedErrors) {

    /** Every reason that held the GPU down in the window, or why nobody can tell. */
    public Reading<Set<ClockReason>> throttles() {
      if (!throttledShare.isPresent() && !seen.isPresent()) {
        return seen;
      }
      Set<ClockReason> all = EnumSet.noneOf(ClockReason.class);
      seen.asOptional().ifPresent(all::addAll);
      throttledShare
          .asOptional()
          .ifPresent(shares -> shares.forEach((reason, share) -> addIf(all, reason, share)));
      return Reading.of(Collections.unmodifiableSet(all), "", "the GPU's driver");
    }

    private static void addIf(Set<ClockReason> all, ClockReason reason, double share) {
      if (share > 0) {
        all.add(reason);
      }
    }
  }

  /**
   * Takes a snapshot; changes nothing and waits for nothing.
   *
   * @param nvml where it could be opened; asked for NVIDIA's GPUs only
   * @param address on PCI as Linux writes it, {@code 0000:03:00.0}
   */
  public static GpuState read(Root root, Reading<Nvml> nvml, String address) {
    return switch (Vendor.of(root, nvml, address)) {
      case NVIDIA -> NvidiaState.read(nvml.flatMap((open, unit, source) -> open.device(address)));
      case AMD -> AmdState.read(root, address);
      case OTHER ->
          unknown(
              Reading.unsupported(
                  "by neither PCI nor NVML is %s a GPU of NVIDIA or AMD, which alone tell their state"
                      .formatted(address)));
    };
  }

  /** A state of which nothing is known, for one reason. */
  public static GpuState unknown(Reading<?> why) {
    return new GpuState(
        System.nanoTime(),
        none(why),
        none(why),
        none(why),
        none(why),
        none(why),
        none(why),
        none(why),
        none(why),
        none(why),
        none(why),
        none(why));
  }

  private static <T> Reading<T> none(Reading<?> why) {
    return why.flatMap((value, unit, source) -> Reading.unreadable(source));
  }

  /** What happened since an earlier snapshot of the same GPU. */
  public Change since(GpuState before) {
    Reading<Map<ClockReason, Double>> shares = shares(before);
    return new Change(
        (takenNanos - before.takenNanos) * 1e-9,
        slowest(before, GpuState::coreMegahertz),
        slowest(before, GpuState::memoryMegahertz),
        both(before.celsius, celsius, Math::max),
        both(before.powerLimitWatts, powerLimitWatts, Math::min),
        grown(before.joules, joules),
        shares,
        seen(before, shares.asOptional().map(Map::keySet).orElse(Set.of())),
        counted(before.correctedErrors, correctedErrors),
        counted(before.uncorrectedErrors, uncorrectedErrors));
  }

  private boolean isIdle() {
    return reasons.asOptional().filter(all -> all.contains(ClockReason.IDLE)).isPresent();
  }

  /** The clock of a GPU that waits between operations is not the one that it worked with. */
  private Reading<Double> slowest(GpuState before, Function<GpuState, Reading<Double>> clock) {
    List<GpuState> busy = List.of(before, this).stream().filter(each -> !each.isIdle()).toList();
    return switch (busy.size()) {
      case 0 -> Reading.unsupported("the GPU was idle at both ends of the window");
      case 1 -> clock.apply(busy.getFirst());
      default -> both(clock.apply(before), clock.apply(this), Math::min);
    };
  }

  private interface Choice {
    double of(double a, double b);
  }

  private static Reading<Double> both(Reading<Double> a, Reading<Double> b, Choice choice) {
    return a.flatMap((first, unit, source) -> b.map(second -> choice.of(first, second)));
  }

  private static Reading<Double> grown(Reading<Double> before, Reading<Double> after) {
    return before.flatMap((first, unit, source) ->
        after.flatMap((second, u, s) ->
            second >= first
                ? Reading.of(second - first, unit, source)
                : Reading.unreadable("the counter %s went back".formatted(source))));
  }

  private static Reading<Long> counted(Reading<Long> before, Reading<Long> after) {
    return grown(before.map(Long::doubleValue), after.map(Long::doubleValue))
        .map(Double::longValue);
  }

  /** A counter that has gone back (another driver, a reset) says nothing and is left out. */
  private Reading<Map<ClockReason, Double>> shares(GpuState before) {
    return throttled.flatMap((now, unit, source) ->
        before.throttled.flatMap((then, u, s) -> {
          double passed = now.total - then.total;
          Map<ClockReason, Double> shares = new TreeMap<>();
          now.byReason.forEach((reason, value) -> {
            Long earlier = then.byReason.get(reason);
            if (passed > 0 && earlier != null && value >= earlier) {
              shares.put(reason, Math.min(1, (value - earlier) / passed));
            }
          });
          return shares.isEmpty()
              ? Reading.unreadable("%s stood still or went back".formatted(source))
              : Reading.of(Collections.unmodifiableMap(shares), "", source);
        }));
  }

  private Reading<Set<ClockReason>> seen(GpuState before, Set<ClockReason> counted) {
    return both(before.reasons, reasons)
        .map(all -> {
          Set<ClockReason> left = EnumSet.noneOf(ClockReason.class);
          all.stream()
              .filter(reason -> reason.throttles() && !counted.contains(reason))
              .forEach(left::add);
          return Collections.unmodifiableSet(left);
        });
  }

  /** One end that can be read is better than none. */
  private static Reading<Set<ClockReason>> both(
      Reading<Set<ClockReason>> a, Reading<Set<ClockReason>> b) {
    if (!a.isPresent() || !b.isPresent()) {
      return a.or(b);
    }
    return a.flatMap((first, unit, source) -> b.map(second -> union(first, second)));
  }

  private static Set<ClockReason> union(Set<ClockReason> a, Set<ClockReason> b) {
    Set<ClockReason> all = EnumSet.noneOf(ClockReason.class);
    all.addAll(a);
    all.addAll(b);
    return all;
  }
}
