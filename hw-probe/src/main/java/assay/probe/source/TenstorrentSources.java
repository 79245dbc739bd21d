package assay.probe.source;

import assay.probe.Root;
import assay.probe.sensor.Quantity;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import java.util.List;

/** Tenstorrent's clocks, thermal trips and heartbeat; power and temperature stand in hwmon. */
final class TenstorrentSources {

  private static final String FOLDER = "/sys/class/tenstorrent";

  private TenstorrentSources() {}

  static void find(Harvest harvest) {
    int before = harvest.size();
    for (String name : harvest.root().names(FOLDER)) {
      if (name.matches("tenstorrent!\\d+")) {
        add(harvest, name.replace('!', '/'), FOLDER + "/" + name);
      }
    }
    if (harvest.size() == before) {
      harvest.addNone("tenstorrent", FOLDER, "card");
    }
  }

  private static void add(Harvest harvest, String id, String folder) {
    Root root = harvest.root();
    String part = root.properties(folder + "/device/uevent").getOrDefault("PCI_SLOT_NAME", id);
    for (String clock : List.of("aiclk", "axiclk", "arcclk")) {
      String file = folder + "/tt_" + clock;
      harvest.add(
          Channel.of(id + "/" + clock, "", Measure.CLOCK, Scope.CHIP, part, file),
          () -> Quantity.FREQUENCY.read(root, file, 1e6));
    }
    String trips = folder + "/tt_therm_trip_count";
    harvest.add(
        Channel.of(id + "/therm_trips", "thermal trips", Measure.EVENTS, Scope.CHIP, part, trips),
        Harvest.SLOW,
        () -> Counts.read(root, trips));
    String beats = folder + "/tt_heartbeat";
    harvest.add(
        Channel.of(
            id + "/heartbeat",
            "advances while firmware lives",
            Measure.EVENTS,
            Scope.CHIP,
            part,
            beats),
        Counts.read(root, beats),
        channel -> new Heartbeat(channel, () -> Counts.read(root, beats)));
  }
}
