package assay.reports.judge;

import assay.reports.record.CaseRecord.State;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.CeilingShare;
import assay.reports.summary.LeftOut;
import assay.reports.summary.RunSummary;
import assay.reports.summary.Units;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The three sentences at the top of a report, made from the figures alone. */
public final class Findings {

  private final RunSummary summary;

  private Findings(RunSummary summary) {
    this.summary = summary;
  }

  /** Reach, comparison, trust; plain text, in this order. */
  public static List<String> of(RunSummary summary) {
    Findings findings = new Findings(summary);
    if (summary.valid().isEmpty()) {
      return List.of(
          "No case is valid, so this run says nothing about speed.",
          "There is nothing to compare.",
          findings.trust());
    }
    return List.of(findings.reach(), findings.contest(), findings.trust());
  }

  /** The pair of backends that a reader would want compared first. */
  public static Optional<Comparison> mainComparison(RunSummary summary) {
    List<Comparison> all = comparisons(summary);
    return all.stream()
        .max(
            Comparator.comparingLong((Comparison each) -> comparable(each))
                .thenComparingInt(each -> -all.indexOf(each)));
  }

  /** Every pair of backends with something in common, faster side as contender, closest first. */
  public static List<Comparison> comparisons(RunSummary summary) {
    List<Comparison> all = new ArrayList<>();
    List<String> backends = summary.backends();
    for (int i = 0; i < backends.size(); i++) {
      for (int j = i + 1; j < backends.size(); j++) {
        Comparison one = Comparison.ofBackends(summary, backends.get(i), backends.get(j));
        if (comparable(one) > 0) {
          boolean contenderWins = one.medianRatio().orElseThrow() >= 1;
          all.add(
              contenderWins
                  ? one
                  : Comparison.ofBackends(summary, backends.get(j), backends.get(i)));
        }
      }
    }
    all.sort(Comparator.comparingDouble(each -> each.medianRatio().orElseThrow()));
    return all;
  }

  private static long comparable(Comparison comparison) {
    return comparison.rows().stream().filter(row -> row.ratio().isPresent()).count();
  }

  private String reach() {
    List<String> parts = new ArrayList<>();
    for (String group : List.of("matmul prefill", "matmul decode", "attention decode", "dequant")) {
      bestShare(group).ifPresent(best -> parts.add(reached(best, parts.isEmpty())));
      if (parts.size() == 2) {
        break;
      }
    }
    if (parts.isEmpty()) {
      summary.valid().stream()
          .map(each -> each.shape().group())
          .distinct()
          .flatMap(group -> bestShare(group).stream())
          .limit(1)
          .forEach(best -> parts.add(reached(best, true)));
    }
    return parts.isEmpty() ? fastest() : String.join(", and ", parts) + ".";
  }

  private Optional<CaseSummary> bestShare(String group) {
    return summary.valid().stream()
        .filter(each -> each.shape().group().equals(group))
        .filter(each -> each.ceiling().filter(CeilingShare::holds).isPresent())
        .max(Comparator.comparingDouble(each -> each.ceiling().orElseThrow().share()));
  }

  private static String reached(CaseSummary best, boolean first) {
    CeilingShare share = best.ceiling().orElseThrow();
    return "%s reaches %s of the measured %s ceiling in %s %s (%s%s)"
        .formatted(
            best.backend(),
            wholePercent(share.share()),
            share.name(),
            best.format(),
            best.group(),
            Units.si(best.rate().orElseThrow().estimate(), best.rateUnit()),
            first ? ", " + best.shape().label() : "");
  }

  /** Prose needs no decimals. */
  static String wholePercent(double share) {
    return Math.round(share * 100) + Units.SPACE + "%";
  }

  private String fastest() {
    CaseSummary best =
        summary.valid().stream()
            .max(Comparator.comparingDouble(each -> each.rate().orElseThrow().estimate()))
            .orElseThrow();
    return "%s is fastest at %s in %s; no ceiling that binds it was measured."
        .formatted(
            best.backend(),
            Units.si(best.rate().orElseThrow().estimate(), best.rateUnit()),
            best.record().key().spec());
  }

  /** Of backends on one chip and, where a run has several, of these. */
  private String contest() {
    Optional<String> chips = ChipRanking.of(summary).sentence();
    Optional<String> backends = mainComparison(summary).map(Findings::contest);
    return Stream.concat(backends.stream(), chips.stream())
        .reduce((one, other) -> one + " " + other)
        .orElseGet(this::nothingCompared);
  }

  private String nothingCompared() {
    return summary.backends().size() == 1
        ? "Only %s ran, so nothing is compared.".formatted(summary.backends().getFirst())
        : "No two backends have a case in common with two valid forks each, so nothing is compared.";
  }

  private static String contest(Comparison pair) {
    return "Against %s, %s is faster in %d of %d common cases, slower in %d, the same in %d and unclear in %d; the median ratio is %s."
        .formatted(
            pair.baseline(),
            pair.contender(),
            pair.count(Verdict.FASTER),
            comparable(pair),
            pair.count(Verdict.SLOWER),
            pair.count(Verdict.SAME),
            pair.count(Verdict.UNCLEAR),
            Units.ratio(pair.medianRatio().orElseThrow()));
  }

  private String trust() {
    Map<State, Long> states = summary.states();
    long all = summary.cases().size();
    long valid = states.getOrDefault(State.VALID, 0L);
    String rest =
        states.entrySet().stream()
            .filter(each -> each.getKey() != State.VALID)
            .map(each -> "%d %s".formatted(each.getValue(), each.getKey()))
            .collect(Collectors.joining(", "));
    String count =
        valid == all && all > 1
            ? "All %d cases are valid".formatted(all)
            : "%d of %d cases are valid%s".formatted(valid, all, rest.isEmpty() ? "" : ", " + rest);
    return count + passed() + worst() + leftOut();
  }

  /** What enters no figure is told where the figures are summed up. */
  private String leftOut() {
    String sentence = LeftOut.of(summary.cases()).sentence();
    return sentence.isEmpty() ? "" : " %s.".formatted(sentence);
  }

  private String worst() {
    return worstError()
        .map(worst ->
            "; the largest error against float64 among the valid ones is NMSE %s (%s, %s)."
                .formatted(
                    Units.error(worst.record().accuracy().nmse()), worst.backend(), worst.format()))
        .orElse(".");
  }

  /** A ceiling that was passed must not go unmentioned. */
  private String passed() {
    long count =
        summary.valid().stream()
            .filter(each -> each.ceiling().filter(share -> !share.holds()).isPresent())
            .count();
    return count == 0
        ? ""
        : "; %d pass a measured ceiling, which was no limit to them".formatted(count);
  }

  private Optional<CaseSummary> worstError() {
    return summary.valid().stream()
        .filter(each -> each.record().accuracy() != null)
        .max(Comparator.comparingDouble(each -> each.record().accuracy().nmse()));
  }
}
