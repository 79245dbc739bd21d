package assay.probe.cpu;

import assay.probe.Numbers;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.ArrayList;
import java.util.List;

/**
 * The limits of this process's control group: version 2's {@code cpu.max} and {@code memory.max},
 * version 1's quota and limit files.
 *
 * <p>A limit anywhere up the tree binds, so every ancestor is read.
 */
public final class Cgroup {

  private static final String MOUNT = "/sys/fs/cgroup";

  private final Root root;

  public Cgroup(Root root) {
    this.root = root;
  }

  /** Cores' worth of time per period. */
  public Reading<Double> cpuQuota() {
    double least = Double.POSITIVE_INFINITY;
    String from = "";
    for (String folder : folders("cpu")) {
      double cores = Math.min(quotaV2(folder), quotaV1(folder));
      if (cores < least) {
        least = cores;
        from = folder;
      }
    }
    return least < Double.POSITIVE_INFINITY
        ? Reading.of(least, "cores", from)
        : Reading.absent("no CPU quota is set");
  }

  public Reading<Long> memoryLimit() {
    long least = Long.MAX_VALUE;
    String from = "";
    for (String folder : folders("memory")) {
      for (String file : List.of("/memory.max", "/memory.limit_in_bytes")) {
        long limit = root.number(folder + file).asOptional().orElse(Long.MAX_VALUE);
        // Version 1 says "no limit" as the largest multiple of a page.
        if (limit > 0 && limit < Long.MAX_VALUE / 2 && limit < least) {
          least = limit;
          from = folder + file;
        }
      }
    }
    return least < Long.MAX_VALUE
        ? Reading.of(least, "B", from)
        : Reading.absent("no memory limit is set");
  }

  private double quotaV2(String folder) {
    String[] parts = root.word(folder + "/cpu.max").asOptional().orElse("").split("\\s+");
    return parts.length == 2 ? ratio(parts[0], parts[1]) : Double.POSITIVE_INFINITY;
  }

  private double quotaV1(String folder) {
    return ratio(
        root.word(folder + "/cpu.cfs_quota_us").asOptional().orElse(""),
        root.word(folder + "/cpu.cfs_period_us").asOptional().orElse(""));
  }

  private static double ratio(String quota, String period) {
    long granted = Numbers.whole(quota, "").asOptional().orElse(-1L);
    long every = Numbers.whole(period, "").asOptional().orElse(-1L);
    return granted > 0 && every > 0 ? (double) granted / every : Double.POSITIVE_INFINITY;
  }

  /** This process's group and all above it, in the unified tree and in a controller's own. */
  private List<String> folders(String controller) {
    List<String> folders = new ArrayList<>();
    for (String line : root.lines("/proc/self/cgroup").asOptional().orElse(List.of("0::/"))) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && parts[1].isEmpty()) {
        addUpwards(folders, MOUNT, parts[2]);
      } else if (parts.length == 3 && List.of(parts[1].split(",")).contains(controller)) {
        addUpwards(folders, MOUNT + "/" + controller, parts[2]);
      }
    }
    return folders;
  }

  private static void addUpwards(List<String> folders, String mount, String path) {
    String at = path.contains("..") ? "" : path.replaceFirst("/+$", "");
    while (!at.isEmpty()) {
      folders.add(mount + at);
      at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
    }
    folders.add(mount);
  }
}
