package assay.probe.cpu;

import assay.probe.CpuList;
import assay.probe.Machine.Cache;
import assay.probe.Numbers;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Caches with their sharing, from {@code cpuN/cache/indexK}. */
public final class CacheSource {

  private final Root root;
  private final List<String> findings;

  /**
   * @param findings gets a sentence where the firmware is silent
   */
  public CacheSource(Root root, List<String> findings) {
    this.root = root;
    this.findings = findings;
  }

  /** What makes two caches alike; on hybrid processors one level has several geometries. */
  private record Geometry(
      int level,
      String type,
      long bytes,
      Reading<Integer> line,
      Reading<Integer> ways,
      int sharers) {}

  public List<Cache> read(BitSet cores) {
    Map<Geometry, List<Reading<String>>> instances = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (int core : cores.stream().toArray()) {
      String folder = CpuTopology.CPUS + "/cpu" + core + "/cache";
      for (String index : root.names(folder)) {
        if (index.matches("index\\d+")) {
          add(folder + "/" + index, core, seen, instances);
        }
      }
    }
    if (instances.isEmpty()) {
      findings.add("Cache sizes are not stated: no usable " + CpuTopology.CPUS + "/cpu*/cache.");
    }
    List<Cache> caches = new ArrayList<>();
    instances.forEach((shape, shared) ->
        caches.add(
            new Cache(
                shape.level,
                shape.type,
                shape.bytes,
                shape.line,
                shape.ways,
                shared.getFirst(),
                shared.size())));
    caches.sort(
        Comparator.comparingInt(Cache::level)
            .thenComparing(Cache::type)
            .thenComparing(Comparator.comparingLong(Cache::bytes).reversed()));
    return List.copyOf(caches);
  }

  private void add(
      String folder, int core, Set<String> seen, Map<Geometry, List<Reading<String>>> instances) {
    Reading<String> type = root.word(folder + "/type");
    Reading<Integer> level = small(folder + "/level");
    Reading<String> shared = root.word(folder + "/shared_cpu_list");
    // Each sharer repeats the same instance; without the list every core counts as its own.
    String identity = shared.asOptional().orElse("cpu" + core);
    if (!seen.add(level.asOptional() + "|" + type.asOptional() + "|" + identity)) {
      return;
    }
    Reading<Long> bytes = root.word(folder + "/size").flatMap((t, u, source) -> size(t, source));
    if (!type.isPresent() || !level.isPresent() || !bytes.isPresent()) {
      return;
    }
    int sharers =
        CpuList.parse(shared.asOptional().orElse(""), "")
            .asOptional()
            .map(BitSet::cardinality)
            .orElse(0);
    Geometry shape =
        new Geometry(
            level.asOptional().orElseThrow(),
            type.asOptional().orElseThrow(),
            bytes.asOptional().orElseThrow(),
            anywhere(small(folder + "/coherency_line_size")),
            anywhere(small(folder + "/ways_of_associativity")),
            sharers);
    instances.computeIfAbsent(shape, s -> new ArrayList<>()).add(shared);
  }

  /** "32K", "1024K" or "32M". */
  static Reading<Long> size(String text, String source) {
    String word = text.strip().toUpperCase(Locale.ROOT);
    int shift = word.endsWith("K") ? 10 : word.endsWith("M") ? 20 : word.endsWith("G") ? 30 : 0;
    String digits = shift == 0 ? word : word.substring(0, word.length() - 1);
    return Numbers.whole(digits, source)
        .flatMap((number, unit, from) ->
            number > 0 && number <= 1L << 40 - shift
                ? Reading.of(number << shift, "B", from)
                : Reading.unreadable(from + " holds " + Numbers.quote(text) + ", not a size"));
  }

  private Reading<Integer> small(String path) {
    return root.number(path)
        .flatMap((value, unit, source) ->
            value > 0 && value <= 1 << 20
                ? Reading.of(value.intValue(), "", source)
                : Reading.unsupported(source + " holds " + value));
  }

  /** Names the file for all cores alike, so that equal caches of two cores are equal. */
  private static Reading<Integer> anywhere(Reading<Integer> reading) {
    return switch (reading) {
      case Reading.Present<Integer>(Integer value, String unit, String source) ->
          Reading.of(value, "", source.replaceFirst("cpu\\d+", "cpu*"));
      case Reading.Unavailable<Integer>(String reason) ->
          Reading.unavailable(reason.replaceFirst("cpu\\d+/", "cpu*/"));
    };
  }
}
