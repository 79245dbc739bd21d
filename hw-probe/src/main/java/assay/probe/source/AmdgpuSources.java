package assay.probe.source;

import assay.probe.ClockReason;
import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.gpu.AmdFiles;
import assay.probe.sensor.Quantity;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What amdgpu says outside of hwmon: energy and reasons in its table, load, errors of memory. */
final class AmdgpuSources {

  private static final String REASONS =
      Arrays.stream(ClockReason.values())
          .map(reason -> "0x%x %s".formatted(1 << reason.ordinal(), reason.id()))
          .collect(Collectors.joining(", "));

  private final Harvest harvest;
  private final Root root;
  private final Gpu gpu;

  private AmdgpuSources(Harvest harvest, Gpu gpu) {
    this.harvest = harvest;
    this.root = harvest.root();
    this.gpu = gpu;
  }

  static void find(Harvest harvest) {
    List<Gpu> gpus = Gpu.servedBy(harvest.root(), Set.of("amdgpu"));
    if (gpus.isEmpty()) {
      harvest.addAbsence("amdgpu", Reading.absent("amdgpu serves no card in /sys/class/drm"));
    }
    gpus.forEach(gpu -> new AmdgpuSources(harvest, gpu).find());
  }

  private void find() {
    String table = gpu.device() + "/gpu_metrics";
    harvest.add(
        channel("energy", "since the driver was loaded", Measure.ENERGY, Scope.BOARD, table)
            .updatedEvery(1e-3, "estimate: the driver keeps firmware's table for 1 ms"),
        () -> AmdFiles.joules(root, gpu.device()));
    harvest.add(
        channel("clock-reasons", REASONS, Measure.LEVEL, Scope.CHIP, table),
        () -> AmdFiles.reasons(root, gpu.device()).map(AmdgpuSources::bits));
    String busy = gpu.device() + "/gpu_busy_percent";
    harvest.add(
        channel("busy", "", Measure.SHARE, Scope.CHIP, busy),
        Harvest.SLOW,
        () -> Quantity.share(root, busy));
    addErrors("ce", "corrected");
    addErrors("ue", "uncorrected");
  }

  /** Bit n is the reason of ordinal n; the label says so to whoever reads a record. */
  static double bits(Set<ClockReason> reasons) {
    return reasons.stream().mapToDouble(reason -> 1L << reason.ordinal()).sum();
  }

  private void addErrors(String kind, String name) {
    String folder = gpu.device() + "/ras";
    List<Supplier<Reading<Double>>> files =
        AmdFiles.errorCounts(root, gpu.device()).stream()
            .<Supplier<Reading<Double>>>map(
                file -> () -> AmdFiles.errors(root, file, kind).map(Long::doubleValue))
            .toList();
    Channel channel =
        channel("errors-" + name, "memory and logic", Measure.EVENTS, Scope.CHIP, folder);
    if (files.isEmpty()) {
      harvest.addAbsence(channel.id(), Reading.absent("no counters of errors in " + folder));
      return;
    }
    harvest.add(channel, Sweep.ofAll(Harvest.SLOW, files), Folds::sum);
  }

  private Channel channel(String key, String label, Measure measure, Scope scope, String path) {
    String id = "amdgpu@%s/%s".formatted(gpu.address(), key);
    return Channel.of(id, label, measure, scope, gpu.address(), path);
  }
}
