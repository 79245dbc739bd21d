package assay.probe.gpu;

import assay.probe.ClockReason;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.List;
import java.util.Set;

/** Single files in the folder of amdgpu's device. */
public final class AmdFiles {

  private AmdFiles() {}

  static Reading<GpuMetrics> metrics(Root root, String folder) {
    return root.bytes(folder + "/gpu_metrics")
        .flatMap((bytes, unit, source) -> GpuMetrics.parse(bytes, source));
  }

  /** Of the card since the driver was loaded, from {@code gpu_metrics}. */
  public static Reading<Double> joules(Root root, String folder) {
    return metrics(root, folder).flatMap((table, unit, source) -> table.joules());
  }

  /** That hold the clock down now, from {@code gpu_metrics}. */
  public static Reading<Set<ClockReason>> reasons(Root root, String folder) {
    return metrics(root, folder).flatMap((table, unit, source) -> table.reasons());
  }

  /** Files that count errors, one for each block of the chip. */
  public static List<String> errorCounts(Root root, String folder) {
    return root.names(folder + "/ras").stream()
        .filter(name -> name.endsWith("_err_count"))
        .map(name -> folder + "/ras/" + name)
        .toList();
  }

  /**
   * @param file holds "ue: 0" and "ce: 0"
   * @param kind {@code ce} or {@code ue}
   */
  public static Reading<Long> errors(Root root, String file, String kind) {
    String count = root.properties(file, ':').get(kind);
    return count != null && count.matches("\\d{1,18}")
        ? Reading.of(Long.parseLong(count), "", file)
        : Reading.unreadable("%s does not count %s".formatted(file, kind));
  }
}
