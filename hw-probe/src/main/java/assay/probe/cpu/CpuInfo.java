package assay.probe.cpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code /proc/cpuinfo} in blocks.
 *
 * @param processors one map of lower-case keys for each logical core
 * @param common keys of blocks that belong to no core, as 32-bit ARM kernels print them
 */
public record CpuInfo(List<Map<String, String>> processors, Map<String, String> common) {

  private static final int MAX_PROCESSORS = 8192;

  public static CpuInfo parse(String text) {
    List<Map<String, String>> processors = new ArrayList<>();
    Map<String, String> common = new LinkedHashMap<>();
    Map<String, String> block = new LinkedHashMap<>();
    for (String line : (text + "\n\n").split("\n")) {
      int colon = line.indexOf(':');
      String key =
          colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(java.util.Locale.ROOT);
      if (line.isBlank() || (key.equals("processor") && !block.isEmpty())) {
        finish(block, processors, common);
        block = new LinkedHashMap<>();
      }
      if (!key.isEmpty()) {
        block.putIfAbsent(key, line.substring(colon + 1).strip());
      }
    }
    finish(block, processors, common);
    return new CpuInfo(List.copyOf(processors), common);
  }

  /** The first core's value, or one that is common to all. */
  public Optional<String> first(String key) {
    return processors.stream()
        .map(block -> block.get(key))
        .filter(Objects::nonNull)
        .filter(value -> !value.isEmpty())
        .findFirst()
        .or(() -> Optional.ofNullable(common.get(key)));
  }

  private static void finish(
      Map<String, String> block, List<Map<String, String>> processors, Map<String, String> common) {
    String id = block.getOrDefault("processor", "");
    boolean numbered = id.matches("\\d{1,6}");
    if (numbered && processors.size() < MAX_PROCESSORS) {
      processors.add(block);
    } else {
      block.forEach(common::putIfAbsent);
    }
  }
}
