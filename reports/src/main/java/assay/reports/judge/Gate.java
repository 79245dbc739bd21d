package assay.reports.judge;

import assay.reports.judge.Comparison.Row;
import assay.reports.record.CaseRecord.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a candidate may pass, from its comparison with a baseline.
 *
 * <p>What is missing, failed or too noisy to tell is never green: it makes the gate inconclusive at
 * best. Cases that neither side can run on this machine do not count.
 *
 * @param groups what changed, summarised
 * @param items one of each case, in the order of the comparison
 */
public record Gate(Outcome outcome, Comparison comparison, List<Group> groups, List<Item> items) {

  /** What a gate says; the command's exit codes are 0, 1 and 3. */
  public enum Outcome {
    PASS,
    FAIL,
    INCONCLUSIVE
  }

  /** What became of a case, the gravest first. */
  public enum Finding {
    /** The result is wrong, or the fork crashed or hung. */
    FAILED(Outcome.FAIL),
    /** Some metric is beyond its budget. */
    WORSE(Outcome.FAIL),
    /** The candidate has no valid figure for what the baseline measured. */
    MISSING(Outcome.INCONCLUSIVE),
    NOT_COMPARABLE(Outcome.INCONCLUSIVE),
    /** The data could not have seen what must not be missed. */
    BLIND(Outcome.INCONCLUSIVE),
    BETTER(Outcome.PASS),
    UNCHANGED(Outcome.PASS),
    /** Only the candidate has it, or nobody can run it. */
    NOT_JUDGED(Outcome.PASS);

    private final Outcome outcome;

    Finding(Outcome outcome) {
      this.outcome = outcome;
    }

    Outcome outcome() {
      return outcome;
    }
  }

  /**
   * @param reason empty for UNCHANGED
   */
  public record Item(Row row, Finding finding, String reason) {}

  /**
   * @param mayMiss cost ratio that every case must at least exclude, 1.1 usually
   */
  public static Gate of(Comparison comparison, double mayMiss) {
    List<Group> groups = comparison.groups();
    List<Group> together = groups.stream().filter(each -> each.together().isPresent()).toList();
    List<Item> items = comparison.rows().stream().map(row -> item(row, mayMiss, together)).toList();
    return new Gate(outcome(items), comparison, groups, items);
  }

  private static Outcome outcome(List<Item> items) {
    if (has(items, Outcome.FAIL)) {
      return Outcome.FAIL;
    }
    boolean judged =
        items.stream()
            .anyMatch(
                item -> item.finding() == Finding.UNCHANGED || item.finding() == Finding.BETTER);
    return judged && !has(items, Outcome.INCONCLUSIVE) ? Outcome.PASS : Outcome.INCONCLUSIVE;
  }

  private static boolean has(List<Item> items, Outcome outcome) {
    return items.stream().anyMatch(item -> item.finding().outcome() == outcome);
  }

  private static Item item(Row row, double mayMiss, List<Group> together) {
    Optional<Item> fault =
        failed(row)
            .or(() -> worse(row))
            .or(() -> worseTogether(row, together))
            .or(() -> missing(row));
    if (fault.isPresent()) {
      return fault.get();
    }
    if (row.baselineState().filter(Gate::isUsable).isEmpty()) {
      return new Item(row, Finding.NOT_JUDGED, row.reason());
    }
    Optional<Judgement> incomparable =
        row.judgements().stream()
            .filter(each -> each.verdict() == Verdict.NOT_COMPARABLE)
            .findFirst();
    if (incomparable.isPresent()) {
      return new Item(row, Finding.NOT_COMPARABLE, incomparable.get().reason());
    }
    return blind(row, mayMiss).or(() -> better(row)).orElse(new Item(row, Finding.UNCHANGED, ""));
  }

  private static Optional<Item> failed(Row row) {
    return row.contenderState()
        .filter(state -> state == State.WRONG || state == State.CRASHED || state == State.TIMEOUT)
        .map(state -> new Item(row, Finding.FAILED, row.reason()));
  }

  private static Optional<Item> worse(Row row) {
    return changed(row, Verdict.SLOWER, Finding.WORSE);
  }

  /** Unclear by itself, but told of all that it has much in common with. */
  private static Optional<Item> worseTogether(Row row, List<Group> together) {
    return together.stream()
        .filter(group -> group.isWorse() && row.verdict() == Verdict.UNCLEAR)
        .filter(group -> group.speaksFor(row))
        .findFirst()
        .map(group -> new Item(row, Finding.WORSE, group.sentence()));
  }

  private static Optional<Item> better(Row row) {
    return changed(row, Verdict.FASTER, Finding.BETTER);
  }

  private static Optional<Item> changed(Row row, Verdict verdict, Finding finding) {
    List<String> changes = new ArrayList<>();
    for (Judgement each : row.judgements()) {
      if (each.verdict() == verdict) {
        changes.add(
            "%s: %s of the baseline's"
                .formatted(
                    each.metric().title(), percent(1 / each.ratio().orElseThrow().estimate())));
      }
    }
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(new Item(row, finding, String.join("; ", changes)));
  }

  private static String percent(double share) {
    return String.format(java.util.Locale.ROOT, "cost %.1f %%", 100 * share);
  }

  private static Optional<Item> missing(Row row) {
    boolean had = row.baselineState().filter(Gate::isUsable).isPresent();
    boolean has = row.contenderState().filter(State.VALID::equals).isPresent();
    return had && !has
        ? Optional.of(new Item(row, Finding.MISSING, row.reason()))
        : Optional.empty();
  }

  /** Mistrusted counts as measured: a candidate must not pass for want of a quiet baseline. */
  private static boolean isUsable(State state) {
    return state == State.VALID || state == State.MISTRUSTED;
  }

  /**
   * SAME too: on a machine whose noise raised the threshold it may hide more than may be missed.
   */
  private static Optional<Item> blind(Row row, double mayMiss) {
    boolean open =
        !row.verdict().isDifferent()
            && row.ratio().map(ratio -> ratio.low() < 1 / mayMiss).orElse(true);
    return open ? Optional.of(new Item(row, Finding.BLIND, row.reason())) : Optional.empty();
  }

  public long count(Finding finding) {
    return items.stream().filter(item -> item.finding() == finding).count();
  }

  /** The result in a sentence, numbers first. */
  public String sentence() {
    List<String> parts = new ArrayList<>();
    for (Finding finding : Finding.values()) {
      long count = count(finding);
      if (count > 0) {
        parts.add(
            count + " " + finding.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
      }
    }
    return "%s: of %d cases %s".formatted(outcome, items.size(), String.join(", ", parts));
  }
}
