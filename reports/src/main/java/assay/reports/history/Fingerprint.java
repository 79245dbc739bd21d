package assay.reports.history;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Facts that together name a thing: two machines with equal facts are the same kind of machine.
 *
 * @param key short, made from the facts alone
 * @param label for people
 * @param facts by name; {@code unknown} where the record has no value
 */
public record Fingerprint(String key, String label, SortedMap<String, String> facts) {

  static Fingerprint of(String label, Map<String, String> facts) {
    SortedMap<String, String> sorted = new TreeMap<>(facts);
    return new Fingerprint(Sha256.shortKey(text(sorted)), label, sorted);
  }

  /** As it was before {@link #text}. */
  static Fingerprint stored(String key, String label, String text) {
    SortedMap<String, String> facts = new TreeMap<>();
    text.lines()
        .map(line -> line.split("=", 2))
        .filter(sides -> sides.length == 2)
        .forEach(sides -> facts.put(sides[0], sides[1]));
    return new Fingerprint(key, label, facts);
  }

  /** One fact a line, in order. */
  String text() {
    return text(facts);
  }

  private static String text(SortedMap<String, String> facts) {
    return facts.entrySet().stream()
        .map(fact -> fact.getKey() + "=" + fact.getValue())
        .collect(Collectors.joining("\n"));
  }
}
