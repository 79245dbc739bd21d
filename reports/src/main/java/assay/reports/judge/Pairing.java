package assay.reports.judge;

import assay.reports.record.CaseRecord.Key;
import assay.reports.statistics.Contrast;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.Metric;
import assay.reports.summary.RunSummary;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the speeds of two who did the same task are held against each other. */
interface Pairing {

  double THRESHOLD = Rules.DEFAULT.threshold(Metric.SPEED);

  /** Empty when a side has no speed. */
  Optional<Duel> duel(CaseSummary baseline, CaseSummary contender);

  /** Turn by turn where the runs took turns, else apart. */
  static Pairing of(List<RunSummary> runs) {
    return runs.size() == 2 && Comparison.inTurns(runs.getFirst().run(), runs.getLast().run())
        ? inTurns(runs.getFirst(), runs.getLast())
        : Pairing::apart;
  }

  private static Optional<Duel> apart(CaseSummary baseline, CaseSummary contender) {
    return Sides.apart(Metric.SPEED, THRESHOLD, new Sides.Pair(baseline, contender));
  }

  /** Inside one of the two runs nobody took turns. */
  private static Pairing inTurns(RunSummary first, RunSummary second) {
    Set<CaseSummary> ofFirst = Collections.newSetFromMap(new IdentityHashMap<>());
    Map<Key, CaseSummary> byKey = new HashMap<>();
    first
        .valid()
        .forEach(each -> {
          ofFirst.add(each);
          byKey.put(each.record().key(), each);
        });
    Map<Key, Sides.Pair> pairs = new HashMap<>();
    second.valid().stream()
        .filter(each -> byKey.containsKey(each.record().key()))
        .forEach(each -> {
          Key key = each.record().key();
          pairs.put(key, new Sides.Pair(byKey.get(key), each));
        });
    Map<Key, Duel> duels = Sides.duels(Metric.SPEED, THRESHOLD, pairs, true);
    return (baseline, contender) -> {
      Key key = baseline.record().key();
      Duel duel = duels.get(key);
      if (duel == null || !key.equals(contender.record().key())) {
        return apart(baseline, contender);
      }
      return Optional.of(ofFirst.contains(baseline) ? duel : reversed(duel));
    };
  }

  private static Duel reversed(Duel duel) {
    return new Duel(
        duel.metric(),
        duel.threshold(),
        duel.forks(),
        duel.contrast().map(each -> new Contrast(-each.effect(), each.error(), each.degrees())));
  }
}
