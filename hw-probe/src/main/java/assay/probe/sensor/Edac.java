package assay.probe.sensor;

import assay.probe.Machine.Sensor;
import assay.probe.Root;
import java.util.ArrayList;
import java.util.List;

/** Memory errors that ECC has corrected or could not correct, for each memory controller. */
public final class Edac {

  public static final String FOLDER = "/sys/devices/system/edac/mc";

  private final Root root;

  Edac(Root root) {
    this.root = root;
  }

  List<Sensor> read() {
    List<Sensor> sensors = new ArrayList<>();
    for (String controller : root.names(FOLDER)) {
      if (controller.matches("mc\\d+")) {
        sensors.add(count(controller, "ce_count", "corrected memory errors"));
        sensors.add(count(controller, "ue_count", "uncorrected memory errors"));
      }
    }
    return sensors.isEmpty()
        ? List.of(Sensors.none(root, "edac", "count", "memory", FOLDER, "memory controller"))
        : sensors;
  }

  private Sensor count(String controller, String file, String label) {
    String path = FOLDER + "/" + controller + "/" + file;
    String id = "edac/" + controller + "/" + file;
    return Sensors.count(id, label, "memory", path, root.number(path));
  }
}
