package assay.probe.cpu;

import assay.probe.CpuList;
import assay.probe.Machine.CoreKind;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Performance and efficiency cores, where the kernel tells them apart. */
final class CoreKinds {

  /** The performance-monitoring units that hybrid Intel processors register, one for each kind. */
  private static final Map<String, String> INTEL =
      Map.of("cpu_core", "P-core", "cpu_atom", "E-core", "cpu_lowpower", "LP E-core");

  private final Root root;
  private final CpuInfo info;

  CoreKinds(Root root, CpuInfo info) {
    this.root = root;
    this.info = info;
  }

  List<CoreKind> of(BitSet online) {
    Map<String, BitSet> kinds = intel();
    if (kinds.isEmpty()) {
      kinds = arm();
    }
    if (kinds.isEmpty() && !online.isEmpty()) {
      kinds.put("core", online);
    }
    FrequencySource frequency = new FrequencySource(root);
    List<CoreKind> found = new ArrayList<>();
    kinds.forEach((name, cores) ->
        found.add(
            new CoreKind(
                name, CpuList.format(cores), cores.cardinality(), frequency.maxMegahertz(cores))));
    found.sort(
        Comparator.comparingDouble(
            (CoreKind kind) -> -kind.maxMegahertz().asOptional().orElse(0.0)));
    return List.copyOf(found);
  }

  private Map<String, BitSet> intel() {
    Map<String, BitSet> kinds = new LinkedHashMap<>();
    for (String unit : List.of("cpu_core", "cpu_atom", "cpu_lowpower")) {
      String path = "/sys/devices/" + unit + "/cpus";
      Reading<BitSet> cores =
          root.word(path).flatMap((text, u, source) -> CpuList.parse(text, source));
      cores.asOptional().ifPresent(set -> kinds.put(INTEL.get(unit), set));
    }
    return kinds;
  }

  private Map<String, BitSet> arm() {
    Map<String, BitSet> kinds = new LinkedHashMap<>();
    for (Map<String, String> block : info.processors()) {
      if (block.containsKey("cpu part") && block.containsKey("cpu implementer")) {
        String name = ArmParts.part(block.get("cpu implementer"), block.get("cpu part"));
        BitSet cores = kinds.computeIfAbsent(name, n -> new BitSet());
        CpuList.parse(block.get("processor"), "").asOptional().ifPresent(cores::or);
      }
    }
    return kinds;
  }
}
