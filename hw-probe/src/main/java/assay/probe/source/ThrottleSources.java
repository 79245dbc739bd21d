package assay.probe.source;

import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.sensor.ThermalThrottle;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How often and for how long Intel's processors were slowed down for heat. A count moves when that
 * begins and a time when it ends, so that both are needed.
 */
final class ThrottleSources {

  private final Harvest harvest;
  private final Root root;

  private ThrottleSources(Harvest harvest) {
    this.harvest = harvest;
    this.root = harvest.root();
  }

  static void find(Harvest harvest) {
    new ThrottleSources(harvest).find();
  }

  private void find() {
    List<String> cores = new ArrayList<>();
    Map<String, String> packages = new LinkedHashMap<>();
    for (String name : root.names(ThermalThrottle.CPUS)) {
      String cpu = ThermalThrottle.CPUS + "/" + name;
      if (name.matches("cpu\\d+") && root.exists(cpu + "/thermal_throttle")) {
        cores.add(cpu + "/thermal_throttle/core_throttle_");
        // A package's counters are repeated in the folder of each of its cores.
        packages.putIfAbsent(
            root.word(cpu + "/topology/physical_package_id").asOptional().orElse("0"),
            cpu + "/thermal_throttle/package_throttle_");
      }
    }
    if (cores.isEmpty()) {
      harvest.addAbsence("throttle", new ThermalThrottle(root).counts());
      return;
    }
    packages.forEach(this::addPackage);
    addCores(cores);
  }

  private void addPackage(String socket, String start) {
    String id = "throttle/package-" + socket;
    harvest.add(
        Channel.of(
            id, "slow-downs for heat", Measure.EVENTS, Scope.PACKAGE, socket, start + "count"),
        () -> Counts.read(root, start + "count"));
    harvest.add(
        Channel.of(
            id + "-time",
            "counted when it ends",
            Measure.THROTTLED,
            Scope.PACKAGE,
            socket,
            start + "total_time_ms"),
        () -> seconds(start + "total_time_ms"));
  }

  /** The sum of counts, and of times the mean, which is less than what has passed. */
  private void addCores(List<String> starts) {
    String from = ThermalThrottle.CPUS + "/cpu*/thermal_throttle/core_throttle_";
    harvest.add(
        Channel.of(
            "throttle/core",
            "slow-downs for heat, of all cores",
            Measure.EVENTS,
            Scope.CORE,
            "",
            from + "count"),
        Sweep.ofAll(0.1, files(starts, s -> Counts.read(root, s + "count"))),
        Folds::sum);
    harvest.add(
        Channel.of(
            "throttle/core-time",
            "of the mean core, counted when it ends",
            Measure.THROTTLED,
            Scope.CORE,
            "",
            from + "total_time_ms"),
        Sweep.ofAll(0.1, files(starts, s -> seconds(s + "total_time_ms"))),
        Folds::mean);
  }

  private static List<Supplier<Reading<Double>>> files(
      List<String> starts, Function<String, Reading<Double>> read) {
    return starts.stream()
        .<Supplier<Reading<Double>>>map(start -> () -> read.apply(start))
        .toList();
  }

  private Reading<Double> seconds(String file) {
    return Counts.read(root, file)
        .flatMap((milliseconds, unit, source) -> Reading.of(milliseconds * 1e-3, "s", source));
  }
}
