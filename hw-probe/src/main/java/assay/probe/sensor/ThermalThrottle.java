package assay.probe.sensor;

import assay.probe.Machine.Sensor;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How often Intel processors had to slow down for heat.
 *
 * <p>A package's counter is repeated in the folder of each of its cores and counts once.
 */
public final class ThermalThrottle {

  public static final String CPUS = "/sys/devices/system/cpu";

  private final Root root;

  public ThermalThrottle(Root root) {
    this.root = root;
  }

  /** Events since boot by "core" and "package"; a kind that no core states is missing. */
  public Reading<Map<String, Long>> counts() {
    Map<String, Long> sums = new TreeMap<>();
    Set<String> packages = new HashSet<>();
    for (String name : root.names(CPUS)) {
      String folder = CPUS + "/" + name + "/thermal_throttle/";
      if (name.matches("cpu\\d+") && root.exists(folder)) {
        add(sums, "core", folder + "core_throttle_count");
        String socket =
            root.word(CPUS + "/" + name + "/topology/physical_package_id").asOptional().orElse("0");
        if (packages.add(socket)) {
          add(sums, "package", folder + "package_throttle_count");
        }
      }
    }
    String path = CPUS + "/cpu*/thermal_throttle";
    return sums.isEmpty()
        ? Reading.absent("no " + path + ", which only Intel processors have")
        : Reading.of(Map.copyOf(sums), "", path);
  }

  List<Sensor> read() {
    Reading<Map<String, Long>> counts = counts();
    String path = CPUS + "/cpu*/thermal_throttle";
    if (!(counts instanceof Reading.Present<Map<String, Long>>(var sums, var unit, var source))) {
      return List.of(
          Sensors.count("throttle", "", "package", path, counts.map(sums -> sums.size() + 0L)));
    }
    return new TreeMap<>(sums)
        .entrySet().stream()
            .map(e ->
                Sensors.count(
                    "throttle/" + e.getKey(),
                    "slow-downs for heat since boot",
                    e.getKey(),
                    path,
                    Reading.of(e.getValue(), "", source)))
            .toList();
  }

  private void add(Map<String, Long> sums, String key, String path) {
    root.number(path)
        .asOptional()
        .filter(count -> count >= 0)
        .ifPresent(count -> sums.merge(key, count, Long::sum));
  }
}
