package assay.probe.sensor;

import assay.probe.Machine.Sensor;
import assay.probe.Root;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Energy counters of processors (RAPL; AMD's Zen uses the same names).
 *
 * <p>The counter is 32 bits in units of tens of microjoules, so it wraps within minutes under load;
 * the limit of each sensor is where.
 */
final class Powercap {

  static final String FOLDER = PowercapZone.FOLDER;

  private final Root root;
  private final List<String> findings;

  Powercap(Root root, List<String> findings) {
    this.root = root;
    this.findings = findings;
  }

  List<Sensor> read() {
    List<Sensor> sensors = PowercapZone.all(root).stream().map(this::read).toList();
    if (sensors.isEmpty()) {
      return List.of(Sensors.none(root, "rapl", "energy", "package", FOLDER, "energy counter"));
    }
    warnOfDoubles(sensors);
    return sensors;
  }

  private Sensor read(PowercapZone zone) {
    return new Sensor(
        zone.id(),
        zone.name(),
        Quantity.ENERGY.text,
        scope(zone.name()),
        zone.energyFile(),
        Permission.remedy(zone.energy(root), zone.energyFile()),
        zone.range(root));
  }

  private static String scope(String name) {
    return switch (name.replaceFirst("-.*", "")) {
      case "package" -> "package";
      case "core" -> "core";
      case "uncore" -> "uncore";
      case "dram" -> "memory";
      case "psys" -> "platform";
      default -> "device";
    };
  }

  private void warnOfDoubles(List<Sensor> sensors) {
    Set<String> ids = new HashSet<>();
    sensors.forEach(sensor -> ids.add(sensor.id()));
    for (String id : ids) {
      if (id.startsWith("rapl-mmio/") && ids.contains(id.replaceFirst("-mmio", ""))) {
        findings.add(
            "%s counts the same energy as %s: use one of them."
                .formatted(id, id.replaceFirst("-mmio", "")));
      }
    }
    if (ids.contains("rapl/psys")) {
      findings.add("rapl/psys already contains the packages: don't add them.");
    }
    if (ids.stream().anyMatch(id -> id.matches("rapl/package-\\d+-die-[1-9]\\d*"))) {
      findings.add("RAPL counters of several dies may mirror one package: check before adding.");
    }
  }
}
