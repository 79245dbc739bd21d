package assay.probe.gpu;

import assay.probe.Reading;
import assay.probe.nvml.Nvml;
import assay.probe.nvml.NvmlDevice;
import assay.probe.nvml.NvmlDevice.Mode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an NVIDIA GPU is and how it is set up. */
public final class NvidiaIdentity {

  private static final Map<Integer, String> COMPUTE_MODES =
      Map.of(
          0, "shared by any number of processes",
          1, "exclusive to one thread",
          2, "prohibited",
          3, "exclusive to one process");

  private NvidiaIdentity() {}

  /** By the names under which a machine's record holds them; each present or with its reason. */
  public static Map<String, Reading<String>> details(
      Reading<Nvml> nvml, Reading<NvmlDevice> device) {
    Map<String, Reading<String>> all = new TreeMap<>();
    all.put("driver version", nvml.flatMap((open, unit, source) -> open.driverVersion()));
    all.put("CUDA version", nvml.flatMap((open, unit, source) -> open.cudaVersion()));
    all.put("product", of(device, NvmlDevice::name));
    all.put("unique id", of(device, NvmlDevice::uuid));
    all.put("vbios", of(device, NvmlDevice::vbios));
    all.put("compute capability", of(device, NvmlDevice::computeCapability));
    all.put("memory bytes", of(device, NvidiaIdentity::memory));
    all.put("ECC", of(device, gpu -> gpu.eccMode().map(NvidiaIdentity::switched)));
    all.put("MIG", of(device, NvidiaIdentity::partition));
    all.put("compute mode", of(device, gpu -> gpu.computeMode().map(NvidiaIdentity::computeMode)));
    all.put("persistence", of(device, gpu -> gpu.persistence().map(NvidiaIdentity::onOrOff)));
    all.put("power limit", of(device, gpu -> watts(gpu.powerLimit())));
    all.put("power limit default", of(device, gpu -> watts(gpu.defaultPowerLimit())));
    all.put("power limit max", of(device, gpu -> watts(gpu.highestPowerLimit())));
    all.put("clock max", of(device, gpu -> megahertz(gpu.highestCoreClock())));
    all.put("memory clock max", of(device, gpu -> megahertz(gpu.highestMemoryClock())));
    return all;
  }

  private interface Question {
    Reading<String> of(NvmlDevice device);
  }

  private static Reading<String> of(Reading<NvmlDevice> device, Question question) {
    return device.flatMap((gpu, unit, source) -> question.of(gpu));
  }

  /** The name states the unit, as it does for other makers' devices. */
  private static Reading<String> memory(NvmlDevice gpu) {
    return gpu.memoryBytes()
        .flatMap((bytes, unit, source) -> Reading.of(Long.toString(bytes), "", source));
  }

  private static String switched(Mode mode) {
    String now = onOrOff(mode.current());
    return mode.current() == mode.pending()
        ? now
        : "%s, %s after the next reset".formatted(now, onOrOff(mode.pending()));
  }

  private static String onOrOff(int state) {
    return state == 0 ? "off" : "on";
  }

  private static String computeMode(int mode) {
    return COMPUTE_MODES.getOrDefault(mode, "unknown mode " + mode);
  }

  /** An instance's name ends in its profile, "NVIDIA H200 MIG 1g.18gb". */
  private static Reading<String> partition(NvmlDevice gpu) {
    return gpu.migMode()
        .map(mode -> {
          List<NvmlDevice> instances = mode.current() == 0 ? List.of() : gpu.instances();
          return instances.isEmpty()
              ? switched(mode) + (mode.current() == 0 ? "" : ", no instance is visible")
              : switched(mode)
                  + instances.stream()
                      .map(NvidiaIdentity::instance)
                      .collect(Collectors.joining("; ", ": ", ""));
        });
  }

  private static String instance(NvmlDevice one) {
    return "instance %s %s"
        .formatted(
            one.instanceId().asOptional().map(String::valueOf).orElse("?"),
            one.name().asOptional().orElse("without a name"));
  }

  private static Reading<String> watts(Reading<Integer> milliwatts) {
    return NvidiaState.watts(milliwatts).map(NvidiaIdentity::plain);
  }

  private static Reading<String> megahertz(Reading<Integer> clock) {
    return NvidiaState.megahertz(clock).map(NvidiaIdentity::plain);
  }

  static String plain(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(java.util.Locale.ROOT, "%.1f", value);
  }
}
