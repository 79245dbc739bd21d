package assay.probe.source;

import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.sensor.Quantity;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;

/** Intel's NPU: its clock and how busy it is. It has no file of power. */
final class NpuSources {

  private static final String FOLDER = "/sys/class/accel";

  private NpuSources() {}

  static void find(Harvest harvest) {
    int before = harvest.size();
    Root root = harvest.root();
    for (String name : root.names(FOLDER)) {
      String device = FOLDER + "/" + name + "/device";
      if (name.matches("accel\\d+") && root.exists(device + "/npu_busy_time_us")) {
        add(harvest, name, device);
      }
    }
    if (harvest.size() == before) {
      harvest.addNone("npu", FOLDER, "NPU of Intel");
    }
  }

  private static void add(Harvest harvest, String name, String device) {
    Root root = harvest.root();
    String part = root.properties(device + "/uevent").getOrDefault("PCI_SLOT_NAME", name);
    String clock = device + "/npu_current_frequency_mhz";
    harvest.add(
        Channel.of(name + "/clock", "NPU", Measure.CLOCK, Scope.CHIP, part, clock),
        () -> Quantity.FREQUENCY.read(root, clock, 1e6));
    String busy = device + "/npu_busy_time_us";
    harvest.add(
        Channel.of(name + "/busy", "NPU", Measure.SHARE, Scope.CHIP, part, busy)
            .updatedEvery(1, "Documentation/ABI/testing/sysfs-driver-ivpu"),
        Counts.read(root, busy),
        channel -> new BusyShare(channel, () -> Counts.read(root, busy)));
    harvest.addAbsence(
        name + "/power", Reading.unsupported("the driver of Intel's NPU has no file of power"));
  }
}
