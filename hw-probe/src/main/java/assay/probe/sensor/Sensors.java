package assay.probe.sensor;

import assay.probe.Machine.Sensor;
import assay.probe.Reading;
import assay.probe.Root;

/** Shared ways to make a sensor entry. */
final class Sensors {

  static final Reading<Double> NO_LIMIT = Reading.absent("no limit is stated");

  private Sensors() {}

  static Sensor of(
      String id,
      String label,
      Quantity quantity,
      String scope,
      String path,
      Reading<Double> value) {
    return new Sensor(id, label, quantity.text, scope, path, value, NO_LIMIT);
  }

  static Sensor count(String id, String label, String scope, String path, Reading<Long> value) {
    Reading<Double> checked =
        value.flatMap((number, unit, source) ->
            number >= 0
                ? Reading.of((double) number, "", source)
                : Reading.unreadable(source + " holds " + number + ", not a count"));
    return new Sensor(id, label, "count", scope, path, checked, NO_LIMIT);
  }

  /** Stands for a whole family of sensors that this machine does not have. */
  static Sensor none(
      Root root, String id, String quantity, String scope, String path, String what) {
    Reading<Double> reason =
        root.list(path)
            .flatMap((names, unit, source) -> Reading.absent(source + " lists no " + what));
    return new Sensor(id, "", quantity, scope, path, reason, NO_LIMIT);
  }
}
