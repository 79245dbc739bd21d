package assay.probe.source;

import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.sensor.Quantity;
import assay.probe.sensor.ThermalZones;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Temperatures of thermal zones, and the steps of what cools by slowing down. */
final class ThermalSources {

  /** Firmware may need milliseconds for each. */
  private static final int MOST_ZONES = 32;

  private ThermalSources() {}

  static void find(Harvest harvest) {
    Root root = harvest.root();
    int before = harvest.size();
    Map<String, List<Supplier<Reading<Double>>>> cooling = new LinkedHashMap<>();
    int zones = 0;
    for (String name : root.names(ThermalZones.FOLDER)) {
      String folder = ThermalZones.FOLDER + "/" + name;
      String type = root.word(folder + "/type").asOptional().orElse("unnamed");
      if (name.matches("thermal_zone\\d+") && zones++ < MOST_ZONES) {
        addZone(harvest, type, folder + "/temp");
      } else if (name.matches("cooling_device\\d+")) {
        String file = folder + "/cur_state";
        cooling.computeIfAbsent(type, t -> new ArrayList<>()).add(() -> Counts.read(root, file));
      }
    }
    cooling.forEach((type, files) -> addCooling(harvest, type, files));
    if (harvest.size() == before) {
      harvest.addNone("thermal", ThermalZones.FOLDER, "thermal zone");
    }
  }

  private static void addZone(Harvest harvest, String type, String file) {
    Scope scope = type.matches("(?i)(x86_pkg|t?cpu).*") ? Scope.PACKAGE : Scope.MACHINE;
    harvest.add(
        Channel.of("thermal/" + type, type, Measure.TEMPERATURE, scope, type, file),
        0.25,
        () -> Quantity.TEMPERATURE.read(harvest.root(), file));
  }

  /** The highest step of all devices of one type: processors have one for each core. */
  private static void addCooling(
      Harvest harvest, String type, List<Supplier<Reading<Double>>> files) {
    harvest.add(
        Channel.of(
            "cooling/" + type,
            "highest step of " + files.size(),
            Measure.LEVEL,
            Scope.MACHINE,
            type,
            ThermalZones.FOLDER + "/cooling_device*/cur_state"),
        Sweep.ofAny(0.25, files),
        Folds::most);
  }
}
