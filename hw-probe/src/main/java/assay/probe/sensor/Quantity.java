package assay.probe.sensor;

import assay.probe.Reading;
import assay.probe.Root;
import java.math.BigDecimal;

/**
 * What sysfs files measure, in which unit, and what values are physically possible.
 *
 * <p>Units are those of Linux's Documentation/hwmon/sysfs-interface.rst.
 */
public enum Quantity {
  TEMPERATURE("temperature", "°C", 1e-3, -100, 1000),
  VOLTAGE("voltage", "V", 1e-3, -1e4, 1e4),
  CURRENT("current", "A", 1e-3, -1e5, 1e5),
  POWER("power", "W", 1e-6, -1e6, 1e6),
  ENERGY("energy", "J", 1e-6, 0, 1e13),
  FREQUENCY("frequency", "Hz", 1, 0, 1e12),
  FAN("fan", "RPM", 1, 0, 1e6);

  final String text;
  final String unit;
  private final double scale;
  private final double least;
  private final double most;

  Quantity(String text, String unit, double scale, double least, double most) {
    this.text = text;
    this.unit = unit;
    this.scale = scale;
    this.least = least;
    this.most = most;
  }

  /** The file's number in SI units. */
  public Reading<Double> read(Root root, String path) {
    return of(root.number(path).map(Long::doubleValue), scale);
  }

  /** A percentage as a number from 0 to 1. */
  public static Reading<Double> share(Root root, String path) {
    return root.number(path)
        .flatMap((percent, u, source) ->
            percent >= 0 && percent <= 100
                ? Reading.of(percent / 100.0, "1", source)
                : Reading.unreadable(source + " holds " + percent + ", not a percentage"));
  }

  /** A number that is not in hwmon's own unit. */
  public Reading<Double> read(Root root, String path, double otherScale) {
    return of(root.number(path).map(Long::doubleValue), otherScale);
  }

  /** Checks a value that is in SI units after scaling. */
  public Reading<Double> of(Reading<Double> raw, double factor) {
    return raw.flatMap((number, u, source) -> {
      double value = number * factor;
      return value >= least && value <= most
          ? Reading.of(value, unit, source)
          : Reading.unreadable(
              "%s holds %s, which is no possible %s"
                  .formatted(source, BigDecimal.valueOf(number).toPlainString(), text));
    });
  }
}
