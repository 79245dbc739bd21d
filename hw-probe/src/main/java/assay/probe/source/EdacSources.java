package assay.probe.source;

import assay.probe.Root;
import assay.probe.sensor.Edac;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;

/** Memory errors that ECC has corrected or could not, by memory controller. */
final class EdacSources {

  private EdacSources() {}

  static void find(Harvest harvest) {
    int before = harvest.size();
    for (String name : harvest.root().names(Edac.FOLDER)) {
      if (name.matches("mc\\d+")) {
        add(harvest, name, "ce_count", "corrected memory errors");
        add(harvest, name, "ue_count", "uncorrected memory errors");
      }
    }
    if (harvest.size() == before) {
      harvest.addNone("edac", Edac.FOLDER, "memory controller");
    }
  }

  private static void add(Harvest harvest, String controller, String file, String label) {
    Root root = harvest.root();
    String path = Edac.FOLDER + "/" + controller + "/" + file;
    String id = "edac/" + controller + "/" + file;
    harvest.add(
        Channel.of(id, label, Measure.EVENTS, Scope.MEMORY, controller, path),
        Harvest.SLOW,
        () -> Counts.read(root, path));
  }
}
