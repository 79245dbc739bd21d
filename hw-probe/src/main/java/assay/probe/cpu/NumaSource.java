package assay.probe.cpu;

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

  public NumaSource(Root root) {
    this.root = root;
  }

  public List<NumaNode> read() {
    List<NumaNode> nodes = new ArrayList<>();
    for (String name : root.names(NODES)) {
      if (name.matches("node\\d{1,6}")) {
        String folder = NODES + "/" + name;
        nodes.add(
            new NumaNode(
                Integer.parseInt(name.substring(4)),
                root.text(folder + "/cpulist").asOptional().orElse("").strip(),
                bytes(folder + "/meminfo"),
                root.word(folder + "/distance").flatMap((t, u, source) -> distances(t, source))));
      }
    }
    return List.copyOf(nodes);
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
