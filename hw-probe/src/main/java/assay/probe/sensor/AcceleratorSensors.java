package assay.probe.sensor;

import assay.probe.Machine.Sensor;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Clocks, load and life signs that accelerator drivers put outside of hwmon: Tenstorrent's {@code
 * tt_*}, Intel's {@code npu_*}, amdgpu's busy share.
 */
final class AcceleratorSensors {

  private final Root root;

  AcceleratorSensors(Root root) {
    this.root = root;
  }

  List<Sensor> read() {
    List<Sensor> sensors = new ArrayList<>();
    for (String name : root.names("/sys/class/tenstorrent")) {
      if (name.matches("tenstorrent!\\d+")) {
        tenstorrent(sensors, name.replace('!', '/'), "/sys/class/tenstorrent/" + name);
      }
    }
    for (String name : root.names("/sys/class/accel")) {
      if (name.matches("accel\\d+")) {
        npu(sensors, name, "/sys/class/accel/" + name + "/device");
      }
    }
    for (String name : root.names("/sys/class/drm")) {
      if (name.matches("card\\d+")) {
        String path = "/sys/class/drm/" + name + "/device/gpu_busy_percent";
        addShare(sensors, "drm/" + name + "/busy", path);
      }
    }
    return sensors;
  }

  private void tenstorrent(List<Sensor> sensors, String id, String folder) {
    Map.of("aiclk", "tensor cores", "axiclk", "bus", "arcclk", "controller").entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e ->
            addClock(sensors, id + "/" + e.getKey(), e.getValue(), folder + "/tt_" + e.getKey()));
    addCount(sensors, id + "/heartbeat", "advances while firmware lives", folder + "/tt_heartbeat");
    addCount(sensors, id + "/therm_trips", "thermal trips", folder + "/tt_therm_trip_count");
  }

  private void npu(List<Sensor> sensors, String id, String folder) {
    addClock(sensors, id + "/frequency", "NPU", folder + "/npu_current_frequency_mhz");
    String busy = folder + "/npu_busy_time_us";
    if (root.exists(busy)) {
      Reading<Double> seconds =
          root.number(busy)
              .map(Long::doubleValue)
              .flatMap((us, unit, s) -> Reading.of(us * 1e-6, "s", s));
      sensors.add(
          new Sensor(id + "/busy_time", "NPU", "time", "device", busy, seconds, Sensors.NO_LIMIT));
    }
  }

  private void addClock(List<Sensor> sensors, String id, String label, String path) {
    if (root.exists(path)) {
      Reading<Double> clock = Quantity.FREQUENCY.read(root, path, 1e6);
      sensors.add(Sensors.of(id, label, Quantity.FREQUENCY, "device", path, clock));
    }
  }

  private void addCount(List<Sensor> sensors, String id, String label, String path) {
    if (root.exists(path)) {
      sensors.add(Sensors.count(id, label, "device", path, root.number(path)));
    }
  }

  private void addShare(List<Sensor> sensors, String id, String path) {
    if (root.exists(path)) {
      Reading<Double> share =
          root.number(path)
              .flatMap((value, unit, source) ->
                  value >= 0 && value <= 100
                      ? Reading.of((double) value, "%", source)
                      : Reading.unreadable(source + " holds " + value + ", not a percentage"));
      sensors.add(new Sensor(id, "", "share", "device", path, share, Sensors.NO_LIMIT));
    }
  }
}
