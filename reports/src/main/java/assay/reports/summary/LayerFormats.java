package assay.reports.summary;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which formats a model's matrices are in. A kind of matrix in two formats is either half of its
 * layers in each, as recipes mix them, or all layers in one or the other; only the counts tell.
 */
final class LayerFormats {

  private record Entry(String format, int count) {}

  private final Map<String, Set<Entry>> byRole = new LinkedHashMap<>();
  private final Set<Integer> references = new LinkedHashSet<>();

  /**
   * @param refusal why the sum of this choice means nothing
   */
  record Choice(String name, Map<String, Set<Entry>> byRole, Optional<String> refusal) {
    boolean has(String role, String format, int count) {
      return byRole.getOrDefault(role, Set.of()).contains(new Entry(format, count));
    }
  }

  /** A count that some kind of layer is known to have. */
  void reference(int count) {
    references.add(count);
  }

  void add(String role, String format, int count) {
    byRole.computeIfAbsent(role, ignored -> new LinkedHashSet<>()).add(new Entry(format, count));
  }

  /** The mix, if the counts are of one; else one choice a format. */
  List<Choice> choices() {
    byRole.values().stream()
        .filter(entries -> entries.size() == 1)
        .forEach(entries -> references.add(entries.iterator().next().count()));
    byRole.values().stream()
        .flatMap(Collection::stream)
        .mapToInt(Entry::count)
        .max()
        .ifPresent(references::add);
    boolean alternatives = false;
    boolean ambiguous = false;
    for (Set<Entry> entries : byRole.values()) {
      if (entries.size() > 1) {
        boolean mix = references.contains(entries.stream().mapToInt(Entry::count).sum());
        boolean each = entries.stream().allMatch(entry -> references.contains(entry.count()));
        alternatives |= !mix;
        ambiguous |= mix && each;
      }
    }
    if (!alternatives) {
      Optional<String> refusal =
          ambiguous
              ? Optional.of("whether formats are mixed or stand for one another cannot be told")
              : Optional.empty();
      return List.of(new Choice(name(byRole), byRole, refusal));
    }
    Set<String> formats =
        byRole.values().stream()
            .filter(entries -> entries.size() > 1)
            .flatMap(Collection::stream)
            .map(Entry::format)
            .collect(Collectors.toCollection(TreeSet::new));
    List<Choice> choices = new ArrayList<>();
    for (String format : formats) {
      Map<String, Set<Entry>> own = new LinkedHashMap<>();
      byRole.forEach((role, entries) ->
          own.put(
              role,
              entries.size() == 1
                  ? entries
                  : entries.stream()
                      .filter(entry -> entry.format().equals(format))
                      .filter(entry -> isWhole(entry, entries))
                      .limit(1)
                      .collect(Collectors.toSet())));
      choices.add(new Choice(format, own, Optional.empty()));
    }
    return choices;
  }

  /** Whether an entry of an alternative is all layers of its kind: as many as others have. */
  private boolean isWhole(Entry entry, Set<Entry> entries) {
    return references.contains(entry.count())
        || entries.stream().allMatch(other -> other.count() == entry.count());
  }

  /** Of most kinds of matrices first. */
  private static String name(Map<String, Set<Entry>> byRole) {
    Map<String, Long> formats =
        byRole.values().stream()
            .flatMap(Collection::stream)
            .collect(
                Collectors.groupingBy(Entry::format, LinkedHashMap::new, Collectors.counting()));
    return formats.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(" + "));
  }
}
