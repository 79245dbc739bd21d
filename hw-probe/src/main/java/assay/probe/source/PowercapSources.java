package assay.probe.source;

import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.cpu.CpuInfo;
import assay.probe.sensor.PowercapZone;
import assay.probe.sensor.Quantity;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** RAPL of Intel and AMD: energy counters that wrap, and the limits that hold them. */
final class PowercapSources {

  /** Intel's manual, volume 3, running average power limit. */
  private static final String UPDATES = "estimate: Intel's manual says about 1 ms, AMD's likewise";

  private static final Pattern DIE = Pattern.compile("package-(\\d+)(-die-(\\d+))?");

  /** A chip overshoots its limits for milliseconds; twice the highest of them is a fault. */
  private static final double OVERSHOOT = 2;

  private final Harvest harvest;
  private final Root root;
  private final boolean diesCountThemselves;

  private PowercapSources(Harvest harvest) {
    this.harvest = harvest;
    root = harvest.root();
    CpuInfo info = CpuInfo.parse(root.text("/proc/cpuinfo").asOptional().orElse(""));
    diesCountThemselves = info.first("vendor_id").orElse("").equals("GenuineIntel");
  }

  static void find(Harvest harvest) {
    new PowercapSources(harvest).find();
  }

  private void find() {
    List<PowercapZone> zones =
        PowercapZone.all(root).stream().filter(zone -> root.exists(zone.energyFile())).toList();
    if (zones.isEmpty()) {
      harvest.addNone("rapl", PowercapZone.FOLDER, "energy counter");
    }
    zones.forEach(this::add);
  }

  private void add(PowercapZone zone) {
    Scope scope = scope(zone.name());
    String part = scope == Scope.MACHINE ? "" : part(zone);
    List<Integer> limits =
        IntStream.range(0, 4)
            .filter(k -> root.exists(limit(zone, k, "power_limit_uw")))
            .boxed()
            .toList();
    Channel channel =
        Channel.of(zone.id(), zone.name(), Measure.ENERGY, scope, part, zone.energyFile())
            .updatedEvery(1e-3, UPDATES);
    if (zone.range(root) instanceof Reading.Present<Double>(Double range, var unit, var from)) {
      channel = channel.wrappingAt(range, from);
    }
    OptionalDouble most = highest(zone, limits);
    if (most.isPresent()) {
      channel =
          channel.drawingAtMost(
              OVERSHOOT * most.getAsDouble(), "estimate: twice its highest constraint");
    }
    harvest.add(channel, () -> zone.energy(root));
    limits.forEach(k -> addLimit(zone, k, scope, part));
  }

  private void addLimit(PowercapZone zone, int k, Scope scope, String part) {
    String name =
        root.word(limit(zone, k, "name")).asOptional().orElse("constraint " + k).replace(' ', '-');
    String file = limit(zone, k, "power_limit_uw");
    harvest.add(
        Channel.of(zone.id() + "/limit-" + name, zone.name(), Measure.POWER_CAP, scope, part, file),
        Harvest.SLOW,
        () -> Quantity.POWER.read(root, file));
  }

  private OptionalDouble highest(PowercapZone zone, List<Integer> limits) {
    return limits.stream()
        .flatMap(
            k -> List.of("power_limit_uw", "max_power_uw").stream().map(f -> limit(zone, k, f)))
        .flatMap(file -> Quantity.POWER.read(root, file).asOptional().stream())
        .mapToDouble(watts -> watts)
        .filter(watts -> watts > 0)
        .max();
  }

  private static String limit(PowercapZone zone, int k, String what) {
    return "%s/constraint_%d_%s".formatted(zone.folder(), k, what);
  }

  private static Scope scope(String name) {
    return switch (name.replaceFirst("-.*", "")) {
      case "package" -> Scope.PACKAGE;
      case "core" -> Scope.CORE;
      case "uncore" -> Scope.UNCORE;
      case "dram" -> Scope.MEMORY;
      case "psys" -> Scope.MACHINE;
      default -> Scope.RAIL;
    };
  }

  /**
   * The socket's number. On Zen of several dies all counters of a socket mirror one, so that they
   * are one part; Intel's dies have a counter each.
   */
  private String part(PowercapZone zone) {
    Matcher die = DIE.matcher(zone.id());
    if (!die.find()) {
      return zone.name();
    }
    return die.group(3) == null || !diesCountThemselves
        ? die.group(1)
        : die.group(1) + "-die-" + die.group(3);
  }
}
