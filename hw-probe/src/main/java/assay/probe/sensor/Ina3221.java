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
public final class Ina3221 {

  public static final int RAILS = 3;

  private final Root root;
  private final HwmonChip chip;

  public Ina3221(Root root, HwmonChip chip) {
    this.root = root;
    this.chip = chip;
  }

  List<Sensor> rails(String id) {
    List<Sensor> rails = new ArrayList<>();
    for (int rail = 1; rail <= RAILS; rail++) {
      if (has(rail)) {
        String label = label(rail);
        String scope = chip.scope(root, label);
        rails.add(
            Sensors.of(
                id + "/rail" + rail, label, Quantity.POWER, scope, source(rail), watts(rail)));
      }
    }
    return rails;
  }

  public boolean has(int rail) {
    return root.exists(volts(rail)) || root.exists(amperes(rail));
  }

  public String label(int rail) {
    return chip.label(root, "in" + rail);
  }

  public String source(int rail) {
    return volts(rail) + " * " + amperes(rail);
  }

  public Reading<Double> watts(int rail) {
    Reading<Double> microwatts =
        root.number(volts(rail))
            .flatMap((mv, unit, from) ->
                root.number(amperes(rail))
                    .flatMap(
                        (ma, u, f) -> Reading.of((double) mv * (double) ma, "uW", source(rail))));
    return Quantity.POWER.of(microwatts, 1e-6);
  }

  private String volts(int rail) {
    return chip.folder() + "/in" + rail + "_input";
  }

  private String amperes(int rail) {
    return chip.folder() + "/curr" + rail + "_input";
  }
}
