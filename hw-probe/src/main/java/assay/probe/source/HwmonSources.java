package assay.probe.source;

import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.sensor.Hwmon;
import assay.probe.sensor.HwmonChip;
import assay.probe.sensor.Ina3221;
import assay.probe.sensor.Quantity;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Polled;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Power, energy, temperature, clock and fans of {@code /sys/class/hwmon}. */
final class HwmonSources {

  private static final Pattern FILE =
      Pattern.compile("((temp|power|energy|freq|fan)(\\d{1,4}))_(input|average|cap|max)");

  /** Asking these takes a command to a drive, a message to a radio or the time of a slow bus. */
  private static final Pattern LEFT_OUT =
      Pattern.compile("nvme|drivetemp|spd5118|jc42|iwlwifi.*|ath\\d+k.*|mt79.*|r8169.*");

  private static final Pattern REPEATED = Pattern.compile("BAT.*|ADP.*|AC\\d*|acpitz|ucsi_.*");

  private final Harvest harvest;
  private final Root root;
  private final String id;
  private final HwmonChip chip;

  private HwmonSources(Harvest harvest, String id, HwmonChip chip) {
    this.harvest = harvest;
    this.root = harvest.root();
    this.id = id;
    this.chip = chip;
  }

  static void find(Harvest harvest) {
    int before = harvest.size();
    for (Map.Entry<String, HwmonChip> entry : Hwmon.chips(harvest.root()).entrySet()) {
      new HwmonSources(harvest, entry.getKey(), entry.getValue()).find();
    }
    if (harvest.size() == before) {
      harvest.addNone("hwmon", Hwmon.FOLDER, "sensor");
    }
  }

  private void find() {
    if (LEFT_OUT.matcher(chip.name()).matches()) {
      harvest.addAbsence(
          "hwmon/" + id,
          Reading.unsupported("asking %s disturbs what it measures".formatted(chip.name())));
      return;
    }
    if (REPEATED.matcher(chip.name()).matches()) {
      return;
    }
    for (String file : root.names(chip.folder())) {
      Matcher parts = FILE.matcher(file);
      if (parts.matches()) {
        add(file, parts.group(1), parts.group(2), parts.group(4));
      }
    }
    if (chip.isIna3221()) {
      addRails();
    }
  }

  private void add(String file, String channel, String kind, String suffix) {
    String label = chip.label(root, channel);
    if (isOneOfMany(label)) {
      return;
    }
    String path = chip.folder() + "/" + file;
    HwmonPlace place = HwmonPlace.of(root, chip, id, channel, label);
    boolean limit = suffix.equals("cap") || suffix.equals("max");
    Channel plain =
        Channel.of(
            id + "/" + channel + (suffix.equals("input") ? "" : "_" + suffix),
            label,
            limit ? Measure.POWER_CAP : measure(kind),
            place.scope(),
            place.part(),
            path);
    if (limit) {
      if (kind.equals("power")) {
        harvest.add(plain, Harvest.SLOW, () -> Quantity.POWER.read(root, path));
      }
      return;
    }
    switch (kind) {
      case "temp" ->
          harvest.add(
              plain,
              faultOr(channel, Quantity.TEMPERATURE.read(root, path)),
              named -> slow(named, 0.25, Quantity.TEMPERATURE, path));
      case "fan" -> harvest.add(plain, Harvest.SLOW, () -> Quantity.FAN.read(root, path));
      case "freq" -> harvest.add(plain, () -> Quantity.FREQUENCY.read(root, path));
      case "power" ->
          harvest.add(
              HwmonTiming.power(root, chip, plain, channel, suffix),
              () -> Quantity.POWER.read(root, path));
      default ->
          harvest.add(
              HwmonTiming.energy(root, chip, plain, channel),
              () -> Quantity.ENERGY.read(root, path));
    }
  }

  private Paced slow(Channel channel, double seconds, Quantity quantity, String path) {
    return new Paced(new Polled(channel, () -> quantity.read(root, path)), seconds);
  }

  private Reading<Double> faultOr(String channel, Reading<Double> value) {
    String path = chip.folder() + "/" + channel + "_fault";
    return root.number(path).asOptional().orElse(0L) == 1
        ? Reading.unsupported("the driver reports that the sensor is faulty (%s)".formatted(path))
        : value;
  }

  /** A value for each of a hundred cores is too much to ask ten times a second. */
  private boolean isOneOfMany(String label) {
    return switch (chip.name()) {
      case "coretemp" -> label.startsWith("Core ");
      case "k10temp" -> label.startsWith("Tccd");
      case "zenergy", "amd_energy" -> label.startsWith("Ecore");
      default -> false;
    };
  }

  private void addRails() {
    Ina3221 ina = new Ina3221(root, chip);
    for (int rail = 1; rail <= Ina3221.RAILS; rail++) {
      if (ina.has(rail)) {
        int number = rail;
        HwmonPlace place = HwmonPlace.of(root, chip, id, "rail" + rail, ina.label(rail));
        Channel channel =
            Channel.of(
                id + "/rail" + rail,
                ina.label(rail),
                Measure.POWER,
                place.scope(),
                place.part(),
                ina.source(rail));
        harvest.add(HwmonTiming.ina3221(root, chip, channel), () -> ina.watts(number));
      }
    }
  }

  private static Measure measure(String kind) {
    return switch (kind) {
      case "temp" -> Measure.TEMPERATURE;
      case "power" -> Measure.POWER;
      case "energy" -> Measure.ENERGY;
      case "freq" -> Measure.CLOCK;
      default -> Measure.FAN;
    };
  }
}
