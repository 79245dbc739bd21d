package assay.probe.sensor;

import assay.probe.Machine.Sensor;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.ArrayList;
import java.util.List;

/** Batteries that feed the machine; those of mice and headsets are left out. */
public final class Battery {

  public static final String FOLDER = "/sys/class/power_supply";

  private final Root root;

  Battery(Root root) {
    this.root = root;
  }

  List<Sensor> read() {
    List<Sensor> sensors = new ArrayList<>();
    for (String name : names(root)) {
      addTo(sensors, name, FOLDER + "/" + name);
    }
    return sensors.isEmpty()
        ? List.of(Sensors.none(root, "battery", "power", "battery", FOLDER, "battery"))
        : sensors;
  }

  /** Those that feed the machine. */
  public static List<String> names(Root root) {
    return root.names(FOLDER).stream().filter(name -> feedsMachine(root, name)).toList();
  }

  private static boolean feedsMachine(Root root, String name) {
    String folder = FOLDER + "/" + name;
    boolean battery = root.word(folder + "/type").asOptional().orElse("").equals("Battery");
    boolean peripheral = root.word(folder + "/scope").asOptional().orElse("").equals("Device");
    return battery && !peripheral;
  }

  private void addTo(List<Sensor> sensors, String name, String folder) {
    String status = root.word(folder + "/status").asOptional().orElse("");
    String id = "battery/" + name;
    sensors.add(
        Sensors.of(
            id + "/power",
            status,
            Quantity.POWER,
            "battery",
            folder + "/power_now",
            power(root, folder)));
    if (root.exists(folder + "/energy_now")) {
      sensors.add(
          new Sensor(
              id + "/energy",
              status,
              Quantity.ENERGY.text,
              "battery",
              folder + "/energy_now",
              // Microwatt-hours.
              Quantity.ENERGY.read(root, folder + "/energy_now", 3600e-6),
              Quantity.ENERGY.read(root, folder + "/energy_full", 3600e-6)));
    }
    sensors.add(
        new Sensor(
            id + "/charge",
            status,
            "charge",
            "battery",
            folder + "/capacity",
            percent(folder + "/capacity"),
            Sensors.NO_LIMIT));
  }

  /** Some batteries state power, others current and voltage; its sign differs between drivers. */
  public static Reading<Double> power(Root root, String folder) {
    Reading<Double> stated = Quantity.POWER.read(root, folder + "/power_now").map(Math::abs);
    if (!stated.isAbsent()) {
      return stated;
    }
    Reading<Long> microvolts = root.number(folder + "/voltage_now");
    Reading<Double> product =
        root.number(folder + "/current_now")
            .flatMap((microamperes, unit, source) ->
                microvolts.flatMap((volts, u, from) ->
                    Reading.of(
                        Math.abs((double) microamperes * (double) volts),
                        "pW",
                        source + " * " + from)));
    return Quantity.POWER.of(product, 1e-12);
  }

  private Reading<Double> percent(String path) {
    return root.number(path)
        .flatMap((value, unit, source) ->
            value >= 0 && value <= 100
                ? Reading.of((double) value, "%", source)
                : Reading.unreadable(source + " holds " + value + ", not a percentage"));
  }
}
