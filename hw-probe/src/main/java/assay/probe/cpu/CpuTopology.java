package assay.probe.cpu;

import assay.probe.CpuList;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** Which logical cores are online and how they share cores and packages. */
public final class CpuTopology {

  static final String CPUS = "/sys/devices/system/cpu";

  private final Root root;
  private final CpuInfo info;

  public CpuTopology(Root root, CpuInfo info) {
    this.root = root;
    this.info = info;
  }

  /** Online cores; sandboxes hide sysfs, so /proc/cpuinfo has to do there. */
  public Reading<BitSet> online() {
    Reading<BitSet> stated =
        root.word(CPUS + "/online").flatMap((text, unit, source) -> CpuList.parse(text, source));
    if (stated.asOptional().filter(cores -> !cores.isEmpty()).isPresent()) {
      return stated;
    }
    BitSet counted = new BitSet();
    counted.set(0, info.processors().size());
    return counted.isEmpty()
        ? Reading.unreadable("neither " + CPUS + "/online nor /proc/cpuinfo lists a core")
        : Reading.of(counted, "", "/proc/cpuinfo");
  }

  public Reading<Integer> logicalCores() {
    return online().map(BitSet::cardinality);
  }

  public Reading<Integer> physicalCores() {
    return groups("core_cpus_list", "thread_siblings_list").or(pairs("core id"));
  }

  public Reading<Integer> packages() {
    return groups("package_cpus_list", "core_siblings_list").or(pairs("physical id"));
  }

  /** Distinct sets of cores; older kernels know them by another name. */
  private Reading<Integer> groups(String file, String oldFile) {
    return online()
        .flatMap((cores, unit, source) -> {
          Set<String> sets = new HashSet<>();
          String last = "";
          for (int core : cores.stream().toArray()) {
            String topology = CPUS + "/cpu" + core + "/topology/";
            Reading<String> set = root.word(topology + file).or(root.word(topology + oldFile));
            if (!(set instanceof Reading.Present<String>(String value, var u, var from))) {
              return Reading.unavailable(((Reading.Unavailable<String>) set).reason());
            }
            sets.add(value);
            last = from;
          }
          return Reading.of(sets.size(), "", last.replaceFirst("cpu\\d+", "cpu*"));
        });
  }

  /** x86 only: (physical id, key) names a core within the machine. */
  private Reading<Integer> pairs(String key) {
    Set<String> ids = new HashSet<>();
    for (var block : info.processors()) {
      if (!block.containsKey(key) || !block.containsKey("physical id")) {
        return Reading.absent("no topology in " + CPUS + "/cpu*/topology or /proc/cpuinfo");
      }
      ids.add(block.get("physical id") + "/" + block.get(key));
    }
    return ids.isEmpty()
        ? Reading.unreadable("/proc/cpuinfo lists no core")
        : Reading.of(ids.size(), "", "/proc/cpuinfo");
  }
}
