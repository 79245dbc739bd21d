package assay.probe.sensor;

import assay.probe.Machine.Sensor;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.ArrayList;
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

  static final String FOLDER = "/sys/class/powercap";

  private final Root root;
  private final List<String> findings;

  Powercap(Root root, List<String> findings) {
    this.root = root;
    this.findings = findings;
  }

  List<Sensor> read() {
    List<Sensor> sensors = new ArrayList<>();
    for (String zone : root.names(FOLDER)) {
      // Zones are intel-rapl:0 and intel-rapl:0:1; "intel-rapl" alone is the type above them.
      if (zone.matches("[\\w-]+(:[0-9a-f]+)+")) {
        sensors.add(read(zone));
      }
    }
    if (sensors.isEmpty()) {
      return List.of(Sensors.none(root, "rapl", "energy", "package", FOLDER, "energy counter"));
    }
    warnOfDoubles(sensors);
    return sensors;
  }

  private Sensor read(String zone) {
    String folder = FOLDER + "/" + zone;
    String name = root.word(folder + "/name").asOptional().orElse(zone);
    Reading<Double> limit = Quantity.ENERGY.read(root, folder + "/max_energy_range_uj");
    return new Sensor(
        id(zone, name),
        name,
        Quantity.ENERGY.text,
        scope(name),
        folder + "/energy_uj",
        remedy(Quantity.ENERGY.read(root, folder + "/energy_uj")),
        limit);
  }

  /** intel-rapl-mmio:0 is "rapl-mmio/package-0"; intel-rapl:0:2 is "rapl/package-0/dram". */
  private String id(String zone, String name) {
    String[] parts = zone.split(":");
    String family = parts[0].replaceFirst("^intel-", "");
    if (parts.length < 3) {
      return family + "/" + name;
    }
    String parent = FOLDER + "/" + parts[0] + ":" + parts[1] + "/name";
    return family + "/" + root.word(parent).asOptional().orElse(parts[1]) + "/" + name;
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

  private static Reading<Double> remedy(Reading<Double> energy) {
    return energy instanceof Reading.Unavailable<Double>(String reason)
            && reason.startsWith("no permission")
        ? Reading.unavailable(
            reason + ": Linux keeps it for root since 5.10; run as root or let a udev rule open it")
        : energy;
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
