package assay.probe.cpu;

import assay.probe.CpuList;
import assay.probe.Machine.NumaNode;
import assay.probe.Numbers;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.ArrayList;
import java.util.List;

/** NUMA nodes from {@code /sys/devices/system/node}; none where the kernel was built without. */
public final class NumaSource {

  private static final String NODES = "/sys/devices/system/node";

  private final Root root;
  private final List<String> findings;

  /**
   * @param findings gets nodes whose cores cannot be read
   */
  public NumaSource(Root root, List<String> findings) {
    this.root = root;
    this.findings = findings;
  }

  public List<NumaNode> read() {
    List<NumaNode> nodes = new ArrayList<>();
    for (String name : root.names(NODES)) {
      if (name.matches("node\\d{1,6}")) {
        String folder = NODES + "/" + name;
        nodes.add(
            new NumaNode(
                Integer.parseInt(name.substring(4)),
                cores(folder + "/cpulist"),
                bytes(folder + "/meminfo"),
                root.word(folder + "/distance").flatMap((t, u, source) -> distances(t, source))));
      }
    }
    return List.copyOf(nodes);
  }

  /** Empty for a node that is memory only. */
  private String cores(String path) {
    Reading<String> list =
        root.text(path)
            .flatMap((text, unit, source) -> CpuList.parse(text, source))
            .map(CpuList::format);
    if (list instanceof Reading.Unavailable<String>(String reason)) {
      findings.add("The cores of a NUMA node are unknown: %s.".formatted(reason));
    }
    return list.asOptional().orElse("");
  }

  /** "Node 0 MemTotal: 24684084 kB". */
  private Reading<Long> bytes(String path) {
    return root.text(path)
        .flatMap((text, unit, source) ->
            MemInfo.bytes(text.replaceAll("(?m)^Node \\d+ ", ""), "MemTotal", source));
  }

  private static Reading<List<Integer>> distances(String text, String source) {
    List<Integer> distances = new ArrayList<>();
    for (String word : text.split("\\s+")) {
      long value = Numbers.whole(word, source).asOptional().orElse(-1L);
      if (value < 0 || value > 255) {
        return Reading.unreadable(
            source + " holds " + Numbers.quote(text) + ", not a row of distances");
      }
      distances.add((int) value);
    }
    return Reading.of(List.copyOf(distances), "", source);
  }
}
