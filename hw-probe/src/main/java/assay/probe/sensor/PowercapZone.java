package assay.probe.sensor;

import assay.probe.Reading;
import assay.probe.Root;
import java.util.List;

/**
 * One zone of {@code /sys/class/powercap} that counts energy.
 *
 * @param id {@code rapl/package-0}, {@code rapl/package-0/dram}, {@code rapl-mmio/package-0}
 * @param name as the driver gives it
 */
public record PowercapZone(String folder, String id, String name) {

  public static final String FOLDER = "/sys/class/powercap";

  public static List<PowercapZone> all(Root root) {
    // Zones are intel-rapl:0 and intel-rapl:0:1; "intel-rapl" alone is the type above them.
    return root.names(FOLDER).stream()
        .filter(zone -> zone.matches("[\\w-]+(:[0-9a-f]+)+"))
        .map(zone -> of(root, zone))
        .toList();
  }

  private static PowercapZone of(Root root, String zone) {
    String folder = FOLDER + "/" + zone;
    String name = root.word(folder + "/name").asOptional().orElse(zone);
    String[] parts = zone.split(":");
    String family = parts[0].replaceFirst("^intel-", "");
    if (parts.length < 3) {
      return new PowercapZone(folder, family + "/" + name, name);
    }
    String parent = FOLDER + "/" + parts[0] + ":" + parts[1] + "/name";
    String whole = root.word(parent).asOptional().orElse(parts[1]);
    return new PowercapZone(folder, family + "/" + whole + "/" + name, name);
  }

  public String energyFile() {
    return folder + "/energy_uj";
  }

  /** The counter, in J. */
  public Reading<Double> energy(Root root) {
    return Quantity.ENERGY.read(root, energyFile());
  }

  /** At what the counter begins again, in J. */
  public Reading<Double> range(Root root) {
    return Quantity.ENERGY.read(root, folder + "/max_energy_range_uj");
  }
}
