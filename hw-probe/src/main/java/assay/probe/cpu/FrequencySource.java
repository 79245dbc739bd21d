package assay.probe.cpu;

import assay.probe.Reading;
import assay.probe.Root;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Frequency scaling: governor, boost and highest clock, from cpufreq. */
public final class FrequencySource {

  static final String CPUFREQ = CpuTopology.CPUS + "/cpufreq";

  private final Root root;

  public FrequencySource(Root root) {
    this.root = root;
  }

  /** One folder for each group of cores that change clock together. */
  public List<String> policies() {
    return root.names(CPUFREQ).stream()
        .filter(name -> name.matches("policy\\d+"))
        .map(name -> CPUFREQ + "/" + name)
        .toList();
  }

  public Reading<String> governor() {
    Map<String, Integer> counts = new TreeMap<>();
    Reading<String> last = noScaling();
    for (String policy : policies()) {
      last = root.word(policy + "/scaling_governor");
      last.asOptional().ifPresent(governor -> counts.merge(governor, 1, Integer::sum));
    }
    if (counts.isEmpty()) {
      return last;
    }
    String all =
        counts.size() == 1
            ? counts.keySet().iterator().next()
            : String.join(
                ", ",
                counts.entrySet().stream().map(e -> e.getKey() + " x" + e.getValue()).toList());
    return Reading.of(all, "", CPUFREQ + "/policy*/scaling_governor");
  }

  public Reading<String> boost() {
    String noTurbo = CpuTopology.CPUS + "/intel_pstate/no_turbo";
    Reading<String> intel = flag(noTurbo, "off", "on");
    return intel.isPresent() ? intel : flag(CPUFREQ + "/boost", "on", "off");
  }

  /** Highest clock that firmware states for any of these cores. */
  public Reading<Double> maxMegahertz(BitSet cores) {
    double best = 0;
    Reading<Long> last = noScaling();
    for (int core : cores.stream().toArray()) {
      last = root.number(CpuTopology.CPUS + "/cpu" + core + "/cpufreq/cpuinfo_max_freq");
      if (!last.isPresent()) {
        // Where cores share a policy only the policy's own folder is sure to exist.
        last = root.number(CPUFREQ + "/policy" + core + "/cpuinfo_max_freq").or(last);
      }
      best = Math.max(best, last.asOptional().orElse(0L) / 1e3);
    }
    if (best > 0) {
      return Reading.of(best, "MHz", CPUFREQ + "/policy*/cpuinfo_max_freq");
    }
    return last.isAbsent()
        ? noScaling()
        : last.flatMap((zero, unit, source) -> Reading.unsupported(source + " holds 0"));
  }

  private <T> Reading<T> noScaling() {
    return Reading.absent("no frequency scaling (" + CPUFREQ + "/policy*)");
  }

  private Reading<String> flag(String path, String one, String zero) {
    return root.number(path)
        .flatMap((value, unit, source) ->
            value == 0 || value == 1
                ? Reading.of(value == 1 ? one : zero, "", source)
                : Reading.unreadable(source + " holds " + value + ", not 0 or 1"));
  }
}
