package assay.probe.gpu;

import assay.probe.GpuState;
import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.sensor.Quantity;
import java.util.Optional;

/** What an AMD GPU is doing, from some ten small files of amdgpu. */
public final class AmdState {

  private final Root root;
  private final String folder;
  private final Optional<String> hwmon;

  private AmdState(Root root, String address) {
    this.root = root;
    folder = PciFolder.of(address);
    hwmon = PciFolder.hwmon(root, address);
  }

  public static GpuState read(Root root, String address) {
    return new AmdState(root, address).read();
  }

  private GpuState read() {
    long now = System.nanoTime();
    Reading<GpuMetrics> metrics = AmdFiles.metrics(root, folder);
    return new GpuState(
        now,
        megahertz("freq1_input"),
        megahertz("freq2_input"),
        temperature(),
        sensor(Quantity.POWER, "power1_cap"),
        sensor(Quantity.POWER, "power1_input"),
        sensor(Quantity.POWER, "power1_average"),
        metrics.flatMap((table, unit, source) -> table.joules()),
        metrics.flatMap((table, unit, source) -> table.reasons()),
        metrics.flatMap((table, unit, source) -> table.throttled()),
        errors("ce"),
        errors("ue"));
  }

  /** Of the junction, which is the hottest place; older chips state only the edge. */
  private Reading<Double> temperature() {
    Reading<Double> junction = sensor(Quantity.TEMPERATURE, "temp2_input");
    return junction.isPresent()
        ? junction
        : sensor(Quantity.TEMPERATURE, "temp1_input").or(junction);
  }

  private Reading<Double> megahertz(String file) {
    return sensor(Quantity.FREQUENCY, file)
        .flatMap((hertz, unit, source) -> Reading.of(hertz * 1e-6, "MHz", source));
  }

  private Reading<Double> sensor(Quantity quantity, String file) {
    return hwmon
        .map(sensors -> quantity.read(root, sensors + "/" + file))
        .orElseGet(() -> Reading.absent("no sensors in %s/hwmon".formatted(folder)));
  }

  /** All blocks of the chip together. */
  private Reading<Long> errors(String kind) {
    long sum = 0;
    boolean found = false;
    for (String file : AmdFiles.errorCounts(root, folder)) {
      Optional<Long> count = AmdFiles.errors(root, file, kind).asOptional();
      sum += count.orElse(0L);
      found |= count.isPresent();
    }
    return found
        ? Reading.of(sum, "", folder + "/ras")
        : Reading.absent("no counters of memory errors in %s/ras".formatted(folder));
  }
}
