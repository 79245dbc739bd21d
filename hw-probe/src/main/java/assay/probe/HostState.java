package assay.probe;

import assay.probe.cpu.MemInfo;
import assay.probe.sensor.CpuClocks;
import assay.probe.sensor.SensorSource;
import assay.probe.sensor.ThermalThrottle;
import assay.probe.state.CpuTicks;
import assay.probe.state.LoadAverage;
import assay.probe.state.OwnTicks;
import assay.probe.state.Pressure;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the machine was doing at one moment; taken before and after each measurement to judge
 * whether the measurement was alone and unhindered.
 *
 * @param coreMegahertz current clock of each frequency policy
 * @param temperatures °C by sensor id, as in {@link Machine.Sensor#id}
 * @param throttles slow-downs for heat since boot, "core" and "package"
 * @param cpuTicks of all cores
 * @param ownTicks of this process, of its children that have ended, and of those that are given
 * @param pressure by resource: cpu, memory, io
 */
public record HostState(
    Reading<List<Double>> coreMegahertz,
    Reading<Map<String, Double>> temperatures,
    Reading<Map<String, Long>> throttles,
    Reading<CpuTicks> cpuTicks,
    Reading<Long> ownTicks,
    Reading<LoadAverage> load,
    Reading<Long> availableBytes,
    Reading<Map<String, Pressure>> pressure) {

  /**
   * What happened between two snapshots.
   *
   * @param foreignCpuShare of the machine's CPU time that went to other programs and the kernel's
   *     own work, 0 to 1
   * @param stealShare of the machine's CPU time that the hypervisor gave to others, 0 to 1
   * @param throttleEvents slow-downs for heat, all kinds together
   * @param stalledMicros in which some task waited, by resource
   * @param hottestCelsius of all sensors and both snapshots
   * @param slowestMegahertz of all cores and both snapshots
   */
  public record Change(
      Reading<Double> foreignCpuShare,
      Reading<Double> stealShare,
      Reading<Long> throttleEvents,
      Reading<Map<String, Long>> stalledMicros,
      Reading<Double> hottestCelsius,
      Reading<Double> slowestMegahertz) {}

  /**
   * A snapshot of this machine. A plug-in computes in a process of its own that lives as long as
   * its kernels do: what runs below this process is its own work and no other program's.
   */
  public static HostState live() {
    return read(
        Root.live(), ProcessHandle.current().descendants().map(ProcessHandle::pid).toList());
  }

  /** A snapshot of a machine on which this process has no children. */
  public static HostState read(Root root) {
    return read(root, List.of());
  }

  /**
   * Takes a snapshot: milliseconds on a laptop, tens of them on a server of hundreds of cores.
   *
   * @param children that live; one that has ended meanwhile counts as such
   */
  static HostState read(Root root, List<Long> children) {
    return new HostState(
        new CpuClocks(root).megahertz(),
        new SensorSource(root).temperatures(),
        new ThermalThrottle(root).counts(),
        root.text("/proc/stat").flatMap((text, unit, source) -> CpuTicks.parse(text, source)),
        ticks(root, "self")
            .map(own -> own + children.stream().mapToLong(pid -> ticksOrNone(root, pid)).sum()),
        root.text("/proc/loadavg").flatMap((text, unit, source) -> LoadAverage.parse(text, source)),
        root.text("/proc/meminfo")
            .flatMap((text, unit, source) -> MemInfo.bytes(text, "MemAvailable", source)),
        pressure(root));
  }

  private static Reading<Long> ticks(Root root, String process) {
    return root.text("/proc/" + process + "/stat")
        .flatMap((text, unit, source) -> OwnTicks.parse(text, source));
  }

  private static long ticksOrNone(Root root, long pid) {
    return ticks(root, Long.toString(pid)).asOptional().orElse(0L);
  }

  /**
   * What happened since an earlier snapshot of the same machine by the same process.
   *
   * <p>Ticks are 10 ms: shares of a window below a second are coarse.
   */
  public Change since(HostState before) {
    return new Change(
        share(before, (ticks, own) -> ticks.busy() - own),
        stealShare(before),
        sumOfDifferences(throttles, before.throttles),
        stalled(before),
        extreme(before.temperatures, temperatures, true),
        extreme(
            before.coreMegahertz.map(HostState::byIndex),
            coreMegahertz.map(HostState::byIndex),
            false));
  }

  private interface Part {
    double of(CpuTicks ticks, long own);
  }

  private Reading<Double> share(HostState before, Part part) {
    return window(before)
        .flatMap((ticks, unit, source) ->
            ownTicks.flatMap((own, u, s) ->
                before.ownTicks.flatMap((earlier, u2, s2) ->
                    Reading.of(
                        clamp(part.of(ticks, own - earlier) / ticks.total()),
                        "",
                        source + ", " + s))));
  }

  private Reading<Double> stealShare(HostState before) {
    return window(before)
        .flatMap((ticks, unit, source) ->
            Reading.of(clamp((double) ticks.steal() / ticks.total()), "", source));
  }

  private Reading<CpuTicks> window(HostState before) {
    return cpuTicks.flatMap((now, unit, source) ->
        before.cpuTicks.flatMap((then, u, s) -> {
          CpuTicks passed =
              new CpuTicks(
                  now.total() - then.total(), now.idle() - then.idle(), now.steal() - then.steal());
          return passed.total() > 0
              ? Reading.of(passed, unit, source)
              : Reading.unsupported("no clock tick of 10 ms passed between the snapshots");
        }));
  }

  private static Reading<Long> sumOfDifferences(
      Reading<Map<String, Long>> now, Reading<Map<String, Long>> before) {
    return differences(now, before)
        .map(each -> each.values().stream().mapToLong(Long::longValue).sum());
  }

  /** A counter that has gone back (suspend, hot-plug) says nothing and is left out. */
  private static Reading<Map<String, Long>> differences(
      Reading<Map<String, Long>> now, Reading<Map<String, Long>> before) {
    return now.flatMap((later, unit, source) ->
        before.flatMap((earlier, u, s) -> {
          Map<String, Long> passed = new TreeMap<>();
          later.forEach((key, value) -> {
            Long old = earlier.get(key);
            if (old != null && value >= old) {
              passed.put(key, value - old);
            }
          });
          return passed.isEmpty()
              ? Reading.unreadable("the counters of " + source + " went back")
              : Reading.of(Collections.unmodifiableMap(passed), unit, source);
        }));
  }

  private Reading<Map<String, Long>> stalled(HostState before) {
    return differences(pressure.map(HostState::totals), before.pressure.map(HostState::totals));
  }

  private static Map<String, Long> totals(Map<String, Pressure> pressure) {
    Map<String, Long> totals = new TreeMap<>();
    pressure.forEach((resource, value) -> totals.put(resource, value.someMicros()));
    return totals;
  }

  private static Map<String, Double> byIndex(List<Double> values) {
    Map<String, Double> map = new TreeMap<>();
    for (int i = 0; i < values.size(); i++) {
      map.put(Integer.toString(i), values.get(i));
    }
    return map;
  }

  private static Reading<Double> extreme(
      Reading<Map<String, Double>> before, Reading<Map<String, Double>> after, boolean highest) {
    Reading<Double> first = before.map(values -> extreme(values, highest));
    Reading<Double> second = after.map(values -> extreme(values, highest));
    return first.flatMap(
        (a, unit, source) -> second.map(b -> highest ? Math.max(a, b) : Math.min(a, b)));
  }

  private static double extreme(Map<String, Double> values, boolean highest) {
    var numbers = values.values().stream().mapToDouble(Double::doubleValue);
    return highest ? numbers.max().orElseThrow() : numbers.min().orElseThrow();
  }

  private static double clamp(double share) {
    return Math.clamp(share, 0.0, 1.0);
  }

  private static Reading<Map<String, Pressure>> pressure(Root root) {
    Map<String, Pressure> found = new TreeMap<>();
    Reading<Pressure> reason = null;
    for (String resource : List.of("cpu", "io", "memory")) {
      Reading<Pressure> reading =
          root.text("/proc/pressure/" + resource)
              .flatMap((text, unit, source) -> Pressure.parse(text, source));
      reading.asOptional().ifPresent(value -> found.put(resource, value));
      reason = reason == null ? reading : reason.or(reading);
    }
    return found.isEmpty()
        ? reason.map(value -> Map.of())
        : Reading.of(Collections.unmodifiableMap(found), "us", "/proc/pressure");
  }
}
