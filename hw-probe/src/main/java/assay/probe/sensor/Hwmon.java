package assay.probe.sensor;

import assay.probe.Machine.Sensor;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /sys/class/hwmon}: whatever board, processor, card and disk drivers measure. */
public final class Hwmon {

  public static final String FOLDER = "/sys/class/hwmon";

  private static final Pattern CHANNEL =
      Pattern.compile("((temp|in|curr|power|energy|freq|fan)(\\d{1,4}))_(input|average)");

  private final Root root;

  Hwmon(Root root) {
    this.root = root;
  }

  List<Sensor> read() {
    List<Sensor> sensors = new ArrayList<>();
    for (Map.Entry<String, HwmonChip> entry : chips(root).entrySet()) {
      String id = entry.getKey();
      HwmonChip chip = entry.getValue();
      for (String file : root.names(chip.folder())) {
        Matcher channel = CHANNEL.matcher(file);
        if (channel.matches() && !isHidden(chip, channel)) {
          sensors.add(read(chip, id, file, channel));
        }
      }
      if (chip.isIna3221()) {
        sensors.addAll(new Ina3221(root, chip).rails(id));
      }
    }
    return sensors.isEmpty()
        ? List.of(Sensors.none(root, "hwmon", "temperature", "machine", FOLDER, "sensor"))
        : sensors;
  }

  /** Temperatures only, by sensor id: what is cheap enough to read around each measurement. */
  Map<String, Double> temperatures() {
    Map<String, Double> found = new java.util.TreeMap<>();
    for (Map.Entry<String, HwmonChip> entry : chips(root).entrySet()) {
      String id = entry.getKey();
      HwmonChip chip = entry.getValue();
      for (String file : root.names(chip.folder())) {
        if (file.matches("temp\\d{1,4}_input")) {
          String key = id + "/" + file.substring(0, file.indexOf('_'));
          Quantity.TEMPERATURE
              .read(root, chip.folder() + "/" + file)
              .asOptional()
              .ifPresent(value -> found.put(key, value));
        }
      }
    }
    return found;
  }

  /** By an id that is the same after the next boot. */
  public static Map<String, HwmonChip> chips(Root root) {
    List<HwmonChip> all =
        root.names(FOLDER).stream()
            .filter(name -> name.matches("hwmon\\d+"))
            .map(name -> HwmonChip.read(root, FOLDER + "/" + name))
            .toList();
    Map<String, Integer> seen = new HashMap<>();
    Map<String, HwmonChip> byId = new LinkedHashMap<>();
    all.forEach(chip -> byId.put(id(chip, all, seen), chip));
    return byId;
  }

  /** Linux numbers hwmon folders in probing order, so the number cannot name a chip. */
  private static String id(HwmonChip chip, List<HwmonChip> all, Map<String, Integer> seen) {
    long alike = all.stream().filter(other -> other.name().equals(chip.name())).count();
    String id =
        alike > 1 && !chip.address().isEmpty() ? chip.name() + "@" + chip.address() : chip.name();
    int nth = seen.merge(id, 1, Integer::sum);
    return nth == 1 ? id : id + "#" + nth;
  }

  /** INA3221's inputs from 4 on are voltages over the shunts and a sum, not supplies. */
  private static boolean isHidden(HwmonChip chip, Matcher channel) {
    return chip.isIna3221() && channel.group(3).length() == 1 && channel.group(3).charAt(0) > '3';
  }

  private Sensor read(HwmonChip chip, String id, String file, Matcher channel) {
    String prefix = channel.group(1);
    Quantity quantity = quantity(channel.group(2));
    String path = chip.folder() + "/" + file;
    String label = chip.label(root, prefix);
    boolean average = channel.group(4).equals("average");
    return new Sensor(
        id + "/" + prefix + (average ? "_average" : ""),
        label,
        quantity.text,
        chip.scope(root, label),
        path,
        faulty(chip, prefix) ? fault(path) : quantity.read(root, path),
        limit(chip, quantity, prefix));
  }

  private boolean faulty(HwmonChip chip, String prefix) {
    return root.number(chip.folder() + "/" + prefix + "_fault").asOptional().orElse(0L) == 1;
  }

  private static Reading<Double> fault(String path) {
    return Reading.unsupported("the driver reports that the sensor behind " + path + " is faulty");
  }

  private Reading<Double> limit(HwmonChip chip, Quantity quantity, String prefix) {
    String start = chip.folder() + "/" + prefix;
    return switch (quantity) {
      case TEMPERATURE ->
          present(quantity.read(root, start + "_crit").or(quantity.read(root, start + "_max")));
      case POWER -> present(quantity.read(root, start + "_cap"));
      default -> Sensors.NO_LIMIT;
    };
  }

  private static Reading<Double> present(Reading<Double> limit) {
    return limit.isAbsent() ? Sensors.NO_LIMIT : limit;
  }

  private static Quantity quantity(String prefix) {
    return switch (prefix) {
      case "temp" -> Quantity.TEMPERATURE;
      case "in" -> Quantity.VOLTAGE;
      case "curr" -> Quantity.CURRENT;
      case "power" -> Quantity.POWER;
      case "energy" -> Quantity.ENERGY;
      case "freq" -> Quantity.FREQUENCY;
      default -> Quantity.FAN;
    };
  }
}
