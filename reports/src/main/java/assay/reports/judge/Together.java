package assay.reports.judge;

import assay.reports.judge.Comparison.Row;
import assay.reports.judge.Group.Common;
import assay.reports.statistics.Contrast;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Several cases judged as one: each alone may be too noisy for what all of them together show.
 *
 * <p>A kernel that became 3 % slower does so in every case that runs it, while what a fork's memory
 * layout adds is another in each. So the mean over cases of one backend and operation is told apart
 * from 1 by a third of what a single case needs. Only for sides measured in turns: of sides
 * measured apart all cases share the drift between the two runs, and their mean would tell of that.
 *
 * @param common what the cases have in common
 * @param labels of the cases, as in {@link Row#label}
 * @param judgement of the mean of their logarithms
 */
public record Together(Common common, Set<String> labels, Judgement judgement) {

  /** Below it the cases are better judged one by one. */
  private static final int LEAST_CASES = 3;

  /** All; of one backend and operation; and of one format too. */
  private static final int PARTS = 3;

  /** A case that could be tested. */
  record Tested(String label, Traits traits, Duel duel) {}

  private record Candidate(Common common, List<Tested> cases) {
    Set<String> labels() {
      Set<String> labels = new LinkedHashSet<>();
      cases.forEach(each -> labels.add(each.label()));
      return labels;
    }
  }

  /** The first is of all cases; then those of a backend and operation, and of a format of these. */
  static List<Together> of(List<Tested> tested) {
    List<Tested> known =
        tested.stream().filter(each -> each.duel().contrast().isPresent()).toList();
    List<Candidate> candidates =
        cases(known).entrySet().stream()
            .filter(each -> each.getKey().size() >= LEAST_CASES)
            .map(each -> new Candidate(each.getValue(), each.getKey()))
            .toList();
    Duel.Family family =
        Duel.Family.of(
            candidates.stream().map(each -> duel(each.cases())).toList(), Rules.OF_TOGETHER);
    return candidates.stream()
        .map(each -> new Together(each.common(), each.labels(), judged(each.cases(), family)))
        .toList();
  }

  /**
   * Told only if it still is without the case that speaks for it most: of one case that changed a
   * lot its own verdict speaks.
   */
  private static Judgement judged(List<Tested> cases, Duel.Family family) {
    Judgement all = duel(cases).judged(family);
    if (!all.verdict().isDifferent()) {
      return all;
    }
    double sign = all.verdict() == Verdict.FASTER ? 1 : -1;
    Tested most = Collections.max(cases, Comparator.comparingDouble(each -> sign * effect(each)));
    List<Tested> rest = cases.stream().filter(each -> each != most).toList();
    return duel(rest).verdict(family) == all.verdict()
        ? all
        : new Judgement(
            all.metric(),
            Verdict.UNCLEAR,
            all.ratio(),
            all.detectable(),
            "it is told by one case alone, " + most.label());
  }

  private static double effect(Tested each) {
    return each.duel().contrast().orElseThrow().effect();
  }

  /** Each set of cases once, with all that its cases have in common; all of them first. */
  private static Map<List<Tested>, Common> cases(List<Tested> known) {
    Map<Common, List<Tested>> byCommon = new LinkedHashMap<>();
    for (int part = 0; part < PARTS; part++) {
      for (Tested each : known) {
        byCommon.computeIfAbsent(common(each.traits(), part), one -> new ArrayList<>()).add(each);
      }
    }
    Map<List<Tested>, Common> cases = new LinkedHashMap<>();
    byCommon.forEach((common, tested) -> cases.put(tested, common));
    return cases;
  }

  private static Common common(Traits traits, int part) {
    return new Common(
        part > 0 ? Optional.of(traits.backend()) : Optional.empty(),
        part > 0 ? Optional.of(traits.group()) : Optional.empty(),
        part > 1 ? Optional.of(traits.format()) : Optional.empty(),
        Optional.empty());
  }

  /** Of the mean over the cases. */
  private static Duel duel(List<Tested> cases) {
    Duel any = cases.getFirst().duel();
    int forks = cases.stream().mapToInt(each -> each.duel().forks()).min().orElseThrow();
    return new Duel(any.metric(), any.threshold(), forks, Optional.of(mean(cases)));
  }

  /** What all cases tell of each one's variance counts once, not once a case. */
  private static Contrast mean(List<Tested> cases) {
    List<Contrast> own = new ArrayList<>();
    double shared = 0;
    for (Tested each : cases) {
      Contrast contrast = each.duel().contrast().orElseThrow();
      double degrees = each.duel().forks() - 1;
      own.add(new Contrast(contrast.effect(), contrast.error(), degrees));
      shared = Math.max(shared, contrast.degrees() - degrees);
    }
    Contrast mean = Contrast.mean(own);
    return new Contrast(mean.effect(), mean.error(), mean.degrees() + shared);
  }

  /**
   * What is worth a sentence: those that were told different, the surest of any that share a case.
   */
  static List<Together> told(List<Together> all) {
    List<Together> told = new ArrayList<>();
    Set<String> covered = new LinkedHashSet<>();
    all.stream()
        .filter(each -> each.judgement().verdict().isDifferent())
        .sorted(Comparator.comparingDouble(Together::doubt))
        .forEach(each -> {
          if (each.labels().stream().noneMatch(covered::contains)) {
            told.add(each);
            covered.addAll(each.labels());
          }
        });
    return told;
  }

  /** Width of the interval over the effect, both as logarithms. */
  private double doubt() {
    var ratio = judgement.ratio().orElseThrow();
    return Math.log(ratio.high() / ratio.low()) / Math.abs(Math.log(ratio.estimate()));
  }

  /** Whether the row is one of the cases, and as different as all of them for all that is known. */
  boolean speaksFor(Row row) {
    double mean = judgement.ratio().orElseThrow().estimate();
    return covers(row)
        && row.ratio().filter(own -> own.low() <= mean && mean <= own.high()).isPresent();
  }

  boolean covers(Row row) {
    return labels.contains(row.label());
  }
}
