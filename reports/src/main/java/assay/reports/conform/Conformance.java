package assay.reports.conform;

import assay.reports.record.RunRecord;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The outcome of one ladder.
 *
 * @param schema always {@link #SCHEMA}
 * @param startedAt ISO-8601 UTC
 * @param examined what was held to it
 * @param machine on which, in words
 * @param probes asked for by name; empty for all of the level
 * @param notes what is known and no fault, a sentence each
 */
public record Conformance(
    String schema,
    RunRecord.Tool tool,
    String startedAt,
    double seconds,
    List<String> commandLine,
    Map<String, String> environment,
    Examined examined,
    String machine,
    RunRecord.Jvm jvm,
    String level,
    long seed,
    List<String> probes,
    Verdict verdict,
    double coverage,
    List<RungResult> rungs,
    List<Finding> findings,
    List<Gap> gaps,
    List<Exactness> exactness,
    List<String> notes) {

  public static final String SCHEMA = "assay-conformance/1";

  /** What the ladder says as a whole. */
  public enum Verdict {
    PASS,
    FAIL,
    INCONCLUSIVE
  }

  /**
   * What was examined.
   *
   * @param name of the plug-in or backend, with the variant if one was named
   * @param description one line of its own
   * @param library path of a plug-in as it was named; "" for a backend of Assay
   * @param sha256 of that file; "" without one
   * @param device id and name; "" where none was found
   * @param details versions and settings that it tells of itself
   */
  public record Examined(
      String name,
      String description,
      String library,
      String sha256,
      String device,
      Map<String, String> details) {}

  public int planned() {
    return rungs.stream().mapToInt(RungResult::planned).sum();
  }

  public int made() {
    return rungs.stream().mapToInt(RungResult::made).sum();
  }

  /** The verdict as a sentence; names the worst fault. */
  public String sentence() {
    return switch (verdict) {
      case PASS -> "%s conforms: no fault in %d checks".formatted(examined.name(), made());
      case INCONCLUSIVE ->
          made() == 0
              ? "%s could not be examined%s"
                  .formatted(examined.name(), gaps.isEmpty() ? "" : ": " + gaps.getFirst().why())
              : "%s shows no fault, but too little could be tried".formatted(examined.name());
      case FAIL -> "%s %s".formatted(examined.name(), predicates());
    };
  }

  /** Each once, worst first, without those that another one explains. */
  public List<Fault> faults() {
    Set<Fault> found = EnumSet.noneOf(Fault.class);
    findings.forEach(finding -> found.add(finding.fault()));
    Set<Fault> explained = EnumSet.noneOf(Fault.class);
    found.forEach(fault -> explained.addAll(fault.explains()));
    found.removeAll(explained);
    return List.copyOf(found);
  }

  /** Those of {@link #faults} first, then what they explain. */
  List<List<Finding>> findingsByFault() {
    List<Fault> order = new ArrayList<>(faults());
    findings.stream()
        .map(Finding::fault)
        .filter(fault -> !order.contains(fault))
        .sorted()
        .distinct()
        .forEach(order::add);
    return order.stream()
        .map(fault -> findings.stream().filter(one -> one.fault() == fault).toList())
        .toList();
  }

  private String predicates() {
    List<String> all = faults().stream().map(Fault::predicate).toList();
    return switch (all.size()) {
      case 1 -> all.getFirst();
      case 2 -> "%s and %s".formatted(all.get(0), all.get(1));
      default -> "%s, and %d more faults".formatted(all.getFirst(), all.size() - 1);
    };
  }
}
