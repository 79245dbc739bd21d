package assay.probe;

import assay.probe.Machine.AcceleratorDevice;
import assay.probe.Machine.Sensor;
import assay.probe.nvml.Nvml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The state of each GPU as sensors: all of it for NVIDIA's, whose driver has no files; for AMD's
 * what stands beside hwmon.
 */
final class GpuSensors {

  private static final Reading<Double> NO_LIMIT = Reading.absent("no limit is stated");

  private final Root root;
  private final Reading<Nvml> nvml;

  GpuSensors(Root root, Reading<Nvml> nvml) {
    this.root = root;
    this.nvml = nvml;
  }

  List<Sensor> read(List<AcceleratorDevice> devices) {
    List<Sensor> sensors = new ArrayList<>();
    for (AcceleratorDevice device : devices) {
      String address = device.address().asOptional().orElse("");
      if (device.kind().equals("gpu") && has(device.vendorId(), "0x10de")) {
        nvidia(sensors, "nvml@" + address, GpuState.read(root, nvml, address));
      } else if (has(device.driver(), "amdgpu")) {
        common(sensors, "amdgpu@" + address, GpuState.read(root, nvml, address));
      }
    }
    return sensors;
  }

  private static boolean has(Reading<String> reading, String value) {
    return reading.asOptional().filter(value::equals).isPresent();
  }

  private void nvidia(List<Sensor> sensors, String id, GpuState state) {
    if (!state.coreMegahertz().isPresent() && !state.celsius().isPresent() && !nvml.isPresent()) {
      add(sensors, id, "", "power", state.watts());
      return;
    }
    sensors.add(
        sensor(id + "/power", "at this moment", "power", state.watts(), state.powerLimitWatts()));
    sensors.add(
        sensor(
            id + "/power_mean",
            "mean of about 1 s",
            "power",
            state.averageWatts(),
            state.powerLimitWatts()));
    add(sensors, id + "/temperature", "die", "temperature", state.celsius());
    add(sensors, id + "/clock", "arithmetic", "frequency", hertz(state.coreMegahertz()));
    add(sensors, id + "/mem_clock", "memory", "frequency", hertz(state.memoryMegahertz()));
    common(sensors, id, state);
  }

  private static void common(List<Sensor> sensors, String id, GpuState state) {
    add(sensors, id + "/energy", "since the driver was loaded", "energy", state.joules());
    add(
        sensors,
        id + "/held_by",
        state.reasons().asOptional().map(GpuSensors::names).orElse(""),
        "count",
        state.reasons().map(all -> (double) all.size()));
    add(
        sensors,
        id + "/ecc_fixed",
        "memory errors put right",
        "count",
        state.correctedErrors().map(Long::doubleValue));
    add(
        sensors,
        id + "/ecc_lost",
        "memory errors noticed",
        "count",
        state.uncorrectedErrors().map(Long::doubleValue));
  }

  private static String names(Set<ClockReason> reasons) {
    return reasons.isEmpty()
        ? "nothing holds the clock down"
        : reasons.stream().map(ClockReason::id).collect(Collectors.joining(", "));
  }

  private static Reading<Double> hertz(Reading<Double> megahertz) {
    return megahertz.flatMap((value, unit, source) -> Reading.of(value * 1e6, "Hz", source));
  }

  private static void add(
      List<Sensor> sensors, String id, String label, String quantity, Reading<Double> reading) {
    sensors.add(sensor(id, label, quantity, reading, NO_LIMIT));
  }

  private static Sensor sensor(
      String id, String label, String quantity, Reading<Double> reading, Reading<Double> limit) {
    String source =
        reading instanceof Reading.Present<Double>(Double value, String unit, String from)
            ? from
            : id.startsWith("nvml") ? "NVML" : "amdgpu";
    return new Sensor(
        id, label, quantity, "device", source, reading, limit.isPresent() ? limit : NO_LIMIT);
  }
}
