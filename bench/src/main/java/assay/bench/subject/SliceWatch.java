package assay.bench.subject;

import assay.bench.telemetry.CaseSources;
import assay.bench.telemetry.Sensing;
import assay.probe.HostState;
import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Recording;
import assay.probe.telemetry.Sampler;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What sensors, the machine and its device say over one slice of a long load after the other.
 * Nothing is kept beyond the slice it belongs to.
 */
public final class SliceWatch implements AutoCloseable {

  /** The slowest core at both ends of a slice. */
  public static final String CLOCK = "host/clock.min";

  /** The hottest sensor at both ends of a slice. */
  public static final String TEMPERATURE = "host/temperature.max";

  /** Share of the machine's CPU time that other programs took. */
  public static final String FOREIGN = "host/cpu.foreign";

  /** Share of the machine's CPU time that the hypervisor gave to others. */
  public static final String STEAL = "host/cpu.steal";

  /** Share of the time in which some task waited for memory to become free. */
  public static final String STALLED = "host/memory.stalled";

  /** Share of the machine's CPU time that asking sensors took so far. */
  public static final String SAMPLING = "host/cpu.sampling";

  private static final Channel COST =
      host(SAMPLING, "CPU time of asking sensors", Measure.SHARE, Scope.MACHINE);

  private static final String THROTTLES = "host/throttles";

  /** In order of how much they tell. */
  private static final List<Measure> KEPT =
      List.of(
          Measure.ENERGY,
          Measure.POWER,
          Measure.TEMPERATURE,
          Measure.CLOCK,
          Measure.THROTTLED,
          Measure.CAPPED,
          Measure.POWER_CAP,
          Measure.LEVEL,
          Measure.FAN,
          Measure.SHARE);

  /** Of a thousand slices in a record, a few megabytes. */
  private static final int MOST_SENSORS = 64;

  private static final List<Channel> HOST =
      List.of(
          host(CLOCK, "slowest core", Measure.CLOCK, Scope.CORE),
          host(TEMPERATURE, "hottest sensor", Measure.TEMPERATURE, Scope.MACHINE),
          host(FOREIGN, "CPU time of other programs", Measure.SHARE, Scope.MACHINE),
          host(STEAL, "CPU time that the hypervisor took", Measure.SHARE, Scope.MACHINE),
          host(STALLED, "time in which tasks waited for memory", Measure.SHARE, Scope.MACHINE),
          host(THROTTLES, "slow-downs for heat", Measure.EVENTS, Scope.MACHINE));

  /**
   * Over one slice.
   *
   * @param means by channel id, as in {@link assay.reports.record.Sustained.Slice}
   * @param counted of events, by channel id; 0 of those that have not happened
   */
  public record Seen(
      Map<String, Reading<Double>> means, List<String> throttled, Map<String, Double> counted) {}

  private final Supplier<HostState> states;
  private final Optional<GpuSlices> gpu;
  private final Optional<Sampler> sampler;
  private final List<Channel> channels;
  private HostState before;
  private long beforeNanos;
  private long sinceNanos;

  SliceWatch(
      Supplier<HostState> states, Optional<GpuSlices> gpu, List<Source> sensors, double hertz) {
    this.states = states;
    this.gpu = gpu;
    channels =
        Stream.of(
                HOST.stream(),
                sensors.isEmpty() ? Stream.<Channel>of() : Stream.of(COST),
                gpu.stream().flatMap(each -> each.channels().stream()),
                sensors.stream().map(Source::channel).filter(SliceWatch::isDrawn))
            .flatMap(each -> each)
            .toList();
    sampler = sensors.isEmpty() ? Optional.empty() : Optional.of(Sampler.start(sensors, hertz));
    before = states.get();
    beforeNanos = System.nanoTime();
    sinceNanos = beforeNanos;
  }

  static SliceWatch of(Target target, Sensing sensing) {
    List<Source> all = CaseSources.of(target.backend(), target.device(), sensing);
    List<Source> kept = kept(all);
    all.stream().filter(source -> !kept.contains(source)).forEach(Source::close);
    return new SliceWatch(HostState::live, GpuSlices.of(target.device()), kept, sensing.hertz());
  }

  /**
   * Those that a course is drawn and judged by, the most telling measures first. A server has
   * hundreds of clocks and counters of cores; their extremes are the host's own channels.
   */
  static List<Source> kept(List<Source> sensors) {
    Stream<Source> drawn =
        sensors.stream()
            .filter(source -> isDrawn(source.channel()))
            .filter(source -> source.channel().scope() != Scope.CORE)
            .sorted(Comparator.comparing(source -> KEPT.indexOf(source.channel().measure())))
            .limit(MOST_SENSORS);
    return Stream.concat(drawn, sensors.stream().filter(source -> isCounted(source.channel())))
        .toList();
  }

  private static boolean isDrawn(Channel channel) {
    return KEPT.contains(channel.measure());
  }

  /** Errors of memory and links: what matters is whether there were any. */
  private static boolean isCounted(Channel channel) {
    return channel.measure() == Measure.EVENTS;
  }

  private static Channel host(String id, String label, Measure measure, Scope scope) {
    return Channel.of(id, label, measure, scope, "", "HostState");
  }

  public List<Channel> channels() {
    return channels;
  }

  /**
   * Since the last call, the first time since this was made. The device comes first: the host's
   * many files take milliseconds in which it falls asleep.
   */
  public Seen next() {
    Map<String, Reading<Double>> means = new TreeMap<>();
    List<String> throttled = new ArrayList<>();
    Map<String, Double> counted = new TreeMap<>();
    gpu.ifPresent(each -> each.addTo(means, throttled));
    sampler.ifPresent(each -> addTo(means, throttled, counted, each));
    HostState now = states.get();
    long nowNanos = System.nanoTime();
    double seconds = (nowNanos - beforeNanos) * 1e-9;
    HostState.Change change = now.since(before);
    before = now;
    beforeNanos = nowNanos;
    means.put(CLOCK, HardwareWatch.inHertz(change.slowestMegahertz()));
    means.put(TEMPERATURE, change.hottestCelsius());
    means.put(FOREIGN, change.foreignCpuShare());
    means.put(STEAL, change.stealShare());
    means.put(STALLED, HardwareWatch.memoryStalled(change).map(stalled -> stalled / seconds));
    means.put(THROTTLES, change.throttleEvents().map(Long::doubleValue));
    if (change.throttleEvents().asOptional().orElse(0L) > 0) {
      throttled.add("the processor slowed down for heat");
    }
    return new Seen(means, List.copyOf(throttled), counted);
  }

  private void addTo(
      Map<String, Reading<Double>> means,
      List<String> throttled,
      Map<String, Double> counted,
      Sampler sensors) {
    long now = sensors.mark();
    Window slice = new Window(sinceNanos, now);
    sinceNanos = now;
    Recording recording = sensors.take();
    means.put(SAMPLING, recording.cost());
    for (Trace trace : recording.traces()) {
      if (isCounted(trace.channel())) {
        if (trace.size() > 1) {
          counted.put(trace.channel().id(), trace.counted(0, trace.size() - 1));
        }
        continue;
      }
      Reading<Double> mean = TraceMean.of(trace, slice);
      means.put(trace.channel().id(), mean);
      if (trace.channel().measure().tellsHoldingBack() && mean.asOptional().orElse(0.0) > 0) {
        throttled.add(name(trace.channel()));
      }
    }
  }

  private static String name(Channel channel) {
    return channel.label().isEmpty() ? channel.id() : channel.label();
  }

  @Override
  public void close() {
    sampler.ifPresent(Sampler::close);
  }
}
