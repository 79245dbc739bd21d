package assay.probe.source;

import assay.probe.Numbers;
import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.sensor.HwmonChip;
import assay.probe.sensor.Quantity;
import assay.probe.telemetry.Channel;

/** How often drivers of hwmon renew a value and over what they average it, where anybody says. */
final class HwmonTiming {

  private static final String AMDGPU = "Documentation/gpu/amdgpu/thermal";

  /** s: as long as NVML's means, the longest of which anybody states it. */
  private static final double UNSTATED_MEAN = 1;

  private static final String OVERSHOOT = "estimate: twice the highest limit that may be set";

  private HwmonTiming() {}

  static Channel power(Root root, HwmonChip chip, Channel channel, String prefix, String suffix) {
    String start = chip.folder() + "/" + prefix;
    Channel timed = limited(root, channel, start);
    if (chip.name().equals("amdgpu")) {
      timed = timed.updatedEvery(1e-3, "estimate: the driver keeps firmware's table for 1 ms");
      return suffix.equals("input")
          ? timed.averagedOver(0, AMDGPU)
          : timed.averagedOver(UNSTATED_MEAN, "estimate: firmware does not say over what");
    }
    if (suffix.equals("average")) {
      String file = start + "_average_interval";
      var milliseconds = root.number(file).asOptional().filter(ms -> ms > 0);
      if (milliseconds.isPresent()) {
        double seconds = milliseconds.get() * 1e-3;
        timed = timed.averagedOver(seconds, file).updatedEvery(seconds, "estimate: " + file);
      } else {
        timed = timed.averagedOver(UNSTATED_MEAN, "estimate: %s is not there".formatted(file));
      }
    }
    return accurate(root, timed, start + "_accuracy");
  }

  /** The kernel adds up its hardware's counter of 32 bits, so that this one does not wrap. */
  static Channel energy(Root root, HwmonChip chip, Channel channel, String prefix) {
    Channel limited =
        limited(root, channel, chip.folder() + "/" + prefix.replace("energy", "power"));
    return switch (chip.name()) {
      case "xe", "i915" -> limited.updatedEvery(1e-3, "estimate: the register is a RAPL one, 1 ms");
      case "zenergy", "amd_energy" -> limited.updatedEvery(1e-3, "estimate: RAPL, 1 ms");
      default -> limited;
    };
  }

  /**
   * Voltage and current to 0.25 % each in the chip's data sheet, and shunts of 1 %; one conversion
   * of all inputs takes as long as the driver's update_interval says.
   */
  static Channel ina3221(Root root, HwmonChip chip, Channel channel) {
    String file = chip.folder() + "/update_interval";
    Channel accurate = channel.accurateTo(0.015, "estimate: data sheet of INA3221 and its shunts");
    return root.number(file)
        .asOptional()
        .filter(ms -> ms > 0)
        .map(ms -> accurate.updatedEvery(ms * 1e-3, file).averagedOver(ms * 1e-3, file))
        .orElse(accurate);
  }

  private static Channel limited(Root root, Channel channel, String start) {
    double most = 0;
    for (String suffix : new String[] {"_cap_max", "_cap", "_rated_max", "_max", "_crit"}) {
      double watts = Quantity.POWER.read(root, start + suffix).asOptional().orElse(0.0);
      most = Math.max(most, watts);
    }
    return most > 0 ? channel.drawingAtMost(2 * most, OVERSHOOT) : channel;
  }

  /** ACPI meters state "99.5%" of what is right. */
  private static Channel accurate(Root root, Channel channel, String file) {
    return root.word(file)
        .flatMap((text, unit, from) -> Numbers.decimal(text.replace("%", ""), from))
        .flatMap((percent, unit, from) ->
            percent > 0 && percent <= 100
                ? Reading.of(channel.accurateTo((100 - percent) / 100, from), "", from)
                : Reading.<Channel>unreadable(from))
        .asOptional()
        .orElse(channel);
  }
}
