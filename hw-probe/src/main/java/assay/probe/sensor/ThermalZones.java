package assay.probe.sensor;

import assay.probe.Machine.Sensor;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /sys/class/thermal}: zones are temperatures; cooling devices above step 0 are the sign of
 * throttling that ARM boards have too.
 */
public final class ThermalZones {

  public static final String FOLDER = "/sys/class/thermal";

  private final Root root;

  ThermalZones(Root root) {
    this.root = root;
  }

  List<Sensor> read() {
    List<Sensor> sensors = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (String name : root.names(FOLDER)) {
      if (name.matches("thermal_zone\\d+")) {
        String folder = FOLDER + "/" + name;
        String type = root.word(folder + "/type").asOptional().orElse("unnamed");
        int nth = seen.merge(type, 1, Integer::sum);
        sensors.add(
            new Sensor(
                "thermal/" + type + (nth == 1 ? "" : "#" + nth),
                type,
                Quantity.TEMPERATURE.text,
                scope(type),
                folder + "/temp",
                Quantity.TEMPERATURE.read(root, folder + "/temp"),
                critical(folder)));
      }
    }
    sensors.addAll(cooling());
    return sensors.isEmpty()
        ? List.of(Sensors.none(root, "thermal", "temperature", "machine", FOLDER, "thermal zone"))
        : sensors;
  }

  Map<String, Double> temperatures() {
    Map<String, Double> found = new java.util.TreeMap<>();
    for (Sensor sensor : read()) {
      if (sensor.quantity().equals(Quantity.TEMPERATURE.text)) {
        sensor.reading().asOptional().ifPresent(value -> found.put(sensor.id(), value));
      }
    }
    return found;
  }

  /** The highest step of all devices of one type: processors have one for each core. */
  List<Sensor> cooling() {
    Map<String, Sensor> highest = new LinkedHashMap<>();
    for (String name : root.names(FOLDER)) {
      if (name.matches("cooling_device\\d+")) {
        String folder = FOLDER + "/" + name;
        String type = root.word(folder + "/type").asOptional().orElse("unnamed");
        Sensor sensor =
            Sensors.count(
                "cooling/" + type,
                type,
                "machine",
                folder + "/cur_state",
                root.number(folder + "/cur_state"));
        highest.merge(type, sensor, ThermalZones::higher);
      }
    }
    return List.copyOf(highest.values());
  }

  private static Sensor higher(Sensor a, Sensor b) {
    return a.reading().asOptional().orElse(-1.0) >= b.reading().asOptional().orElse(-1.0) ? a : b;
  }

  private static String scope(String type) {
    String name = type.toLowerCase(java.util.Locale.ROOT);
    if (name.startsWith("x86_pkg") || name.startsWith("cpu") || name.startsWith("tcpu")) {
      return "package";
    }
    return name.startsWith("gpu") || name.startsWith("npu") || name.startsWith("soc")
        ? "device"
        : "machine";
  }

  private Reading<Double> critical(String folder) {
    for (String file : root.names(folder)) {
      if (file.matches("trip_point_\\d+_type")
          && root.word(folder + "/" + file).asOptional().orElse("").equals("critical")) {
        return Quantity.TEMPERATURE.read(root, folder + "/" + file.replace("_type", "_temp"));
      }
    }
    return Sensors.NO_LIMIT;
  }
}
