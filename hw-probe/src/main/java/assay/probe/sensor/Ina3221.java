package assay.probe.sensor;

import assay.probe.Machine.Sensor;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.ArrayList;
import java.util.List;

/**
 * Power of the three rails behind TI's INA3221, as on Jetson modules.
 *
 * <p>The chip has no power register, and so the driver no power file: microwatts are millivolts
 * times milliamperes, read one after the other.
 */
final class Ina3221 {

  private final Root root;
  private final HwmonChip chip;

  Ina3221(Root root, HwmonChip chip) {
    this.root = root;
    this.chip = chip;
  }

  List<Sensor> rails(String id) {
    List<Sensor> rails = new ArrayList<>();
    for (int rail = 1; rail <= 3; rail++) {
      String volts = chip.folder() + "/in" + rail + "_input";
      String amperes = chip.folder() + "/curr" + rail + "_input";
      if (root.exists(volts) || root.exists(amperes)) {
        String label = chip.label(root, "in" + rail);
        String source = volts + " * " + amperes;
        Reading<Double> power = power(root.number(volts), root.number(amperes), source);
        String scope = chip.scope(root, label);
        rails.add(Sensors.of(id + "/rail" + rail, label, Quantity.POWER, scope, source, power));
      }
    }
    return rails;
  }

  private static Reading<Double> power(
      Reading<Long> millivolts, Reading<Long> milliamperes, String source) {
    Reading<Double> microwatts =
        millivolts.flatMap((mv, unit, from) ->
            milliamperes.flatMap(
                (ma, u, f) -> Reading.of((double) mv * (double) ma, "uW", source)));
    return Quantity.POWER.of(microwatts, 1e-6);
  }
}
