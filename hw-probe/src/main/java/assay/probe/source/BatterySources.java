package assay.probe.source;

import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.sensor.Battery;
import assay.probe.sensor.Quantity;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import java.util.List;

/**
 * What a machine takes from its batteries: all of it while none is charged, and nothing that means
 * anything otherwise.
 */
final class BatterySources {

  private BatterySources() {}

  static void find(Harvest harvest) {
    Root root = harvest.root();
    List<String> folders =
        Battery.names(root).stream().map(name -> Battery.FOLDER + "/" + name).toList();
    if (folders.isEmpty()) {
      harvest.addNone("battery", Battery.FOLDER, "battery");
      return;
    }
    harvest.add(
        Channel.of(
                "battery/power",
                String.join(" + ", Battery.names(root)),
                Measure.POWER,
                Scope.MACHINE,
                "",
                Battery.FOLDER + "/*/power_now")
            .updatedEvery(30, "estimate: embedded controllers renew it every 1 to 30 s"),
        () -> power(root, folders));
    for (String folder : folders) {
      String name = folder.substring(Battery.FOLDER.length() + 1);
      String file = folder + "/capacity";
      harvest.add(
          Channel.of("battery/" + name + "/charge", "", Measure.SHARE, Scope.MACHINE, name, file),
          Harvest.SLOW,
          () -> Quantity.share(root, file));
    }
  }

  /** Of two batteries one may rest; one that is charged means that the mains feed the machine. */
  private static Reading<Double> power(Root root, List<String> folders) {
    double watts = 0;
    boolean discharging = false;
    for (String folder : folders) {
      Reading<String> status = root.word(folder + "/status");
      switch (status) {
        case Reading.Unavailable<String>(String reason) -> {
          return Reading.unavailable(reason);
        }
        case Reading.Present<String>(String state, String unit, String file) -> {
          if (state.equals("Discharging")) {
            Reading<Double> power = Battery.power(root, folder);
            if (!power.isPresent()) {
              return power;
            }
            discharging = true;
            watts += power.asOptional().orElseThrow();
          } else if (state.equals("Charging")) {
            return mains(file, state);
          }
        }
      }
    }
    return discharging
        ? Reading.of(watts, "W", Battery.FOLDER)
        : mains(
            folders.getFirst() + "/status",
            root.word(folders.getFirst() + "/status").asOptional().orElse(""));
  }

  private static Reading<Double> mains(String file, String state) {
    return Reading.unsupported(
        "%s is \"%s\", so the battery does not feed the machine; unplug it to measure"
            .formatted(file, state));
  }
}
