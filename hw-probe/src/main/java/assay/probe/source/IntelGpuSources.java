package assay.probe.source;

import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.sensor.Quantity;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import java.util.List;
import java.util.Set;

/**
 * Clocks of Intel's GPUs and what holds them down: i915's {@code gt/gtN/throttle_reason_*} and xe's
 * {@code tileT/gtN/freq0/throttle/reason_*}. Their energy stands in hwmon.
 */
final class IntelGpuSources {

  private final Harvest harvest;
  private final Root root;
  private final Gpu gpu;

  private IntelGpuSources(Harvest harvest, Gpu gpu) {
    this.harvest = harvest;
    this.root = harvest.root();
    this.gpu = gpu;
  }

  static void find(Harvest harvest) {
    List<Gpu> gpus = Gpu.servedBy(harvest.root(), Set.of("i915", "xe"));
    if (gpus.isEmpty()) {
      harvest.addAbsence(
          "intel-gpu", Reading.absent("neither i915 nor xe serves a card in /sys/class/drm"));
    }
    gpus.forEach(gpu -> new IntelGpuSources(harvest, gpu).find());
  }

  private void find() {
    int before = harvest.size();
    for (String gt : named(gpu.folder() + "/gt", "gt\\d+")) {
      add(
          gt,
          "rps_act_freq_mhz",
          new ThrottleBits(root, gpu.folder() + "/gt/" + gt, "throttle_reason_"));
    }
    for (String tile : named(gpu.device(), "tile\\d+")) {
      for (String gt : named(gpu.device() + "/" + tile, "gt\\d+")) {
        String clocks = "%s/%s/%s/freq0".formatted(gpu.device(), tile, gt);
        add(tile + "/" + gt, "act_freq", new ThrottleBits(root, clocks + "/throttle", ""));
      }
    }
    if (harvest.size() == before) {
      harvest.addAbsence(
          "intel-gpu@" + gpu.address(),
          Reading.absent("no gt in %s/gt and no tile in %s".formatted(gpu.folder(), gpu.device())));
    }
  }

  private List<String> named(String folder, String pattern) {
    return root.names(folder).stream().filter(name -> name.matches(pattern)).toList();
  }

  private void add(String gt, String clock, ThrottleBits bits) {
    String start = "intel-gpu@%s/%s/".formatted(gpu.address(), gt);
    String part = gpu.address() + "/" + gt;
    String file = bits.folder().replaceFirst("/throttle$", "") + "/" + clock;
    harvest.add(
        Channel.of(start + "clock", "0 while it sleeps", Measure.CLOCK, Scope.CHIP, part, file),
        () -> Quantity.FREQUENCY.read(root, file, 1e6));
    harvest.add(
        Channel.of(
            start + "clock-reasons", bits.label(), Measure.LEVEL, Scope.CHIP, part, bits.status()),
        bits::read);
  }
}
