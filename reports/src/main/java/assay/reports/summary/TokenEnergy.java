package assay.reports.summary;

import assay.probe.Reading;
import assay.reports.record.CaseRecord.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Energy of one decoded token of a model: each of its kernels' joules, as often as a token takes
 * it. What lies between kernels, norms and sampling is not in it.
 *
 * @param model as the catalogue names it
 * @param who backend with its settings
 * @param joules J of a token, or which of its kernels nobody knows
 */
public record TokenEnergy(String model, CaseSummary example, String who, Reading<Interval> joules) {

  private record Slot(String model, String who, String scope) {}

  /**
   * By model and backend, in order of appearance; only decode cases that say how often they come.
   */
  public static List<TokenEnergy> of(RunSummary summary) {
    Map<Slot, List<CaseSummary>> sums = new LinkedHashMap<>();
    Map<String, Set<String>> roles = new LinkedHashMap<>();
    for (CaseSummary each : summary.cases()) {
      for (Origin origin : counted(each)) {
        roles.computeIfAbsent(origin.model(), any -> new LinkedHashSet<>()).add(origin.role());
        if (each.energy() instanceof Reading.Present<EnergySummary>(var energy, var u, var s)) {
          Slot slot = new Slot(origin.model(), who(summary, each), energy.scope());
          List<CaseSummary> same = sums.computeIfAbsent(slot, any -> new ArrayList<>());
          if (!same.contains(each)) {
            same.add(each);
          }
        }
      }
    }
    List<TokenEnergy> all = new ArrayList<>();
    sums.forEach((slot, cases) ->
        all.add(
            new TokenEnergy(
                slot.model(),
                cases.getFirst(),
                slot.who(),
                sum(slot.model(), cases, roles.get(slot.model())))));
    return all;
  }

  private static String who(RunSummary summary, CaseSummary each) {
    return summary.who(each) + each.place().suffix();
  }

  private static List<Origin> counted(CaseSummary each) {
    return each.record().origins().stream()
        .filter(origin -> origin.perToken() > 0 && origin.phase().equals("decode"))
        .toList();
  }

  /** A role is asked for once: by the case that costs least, where settings differ. */
  private static Reading<Interval> sum(String model, List<CaseSummary> cases, Set<String> roles) {
    Map<String, Interval> byRole = new LinkedHashMap<>();
    for (CaseSummary each : cases) {
      for (Origin origin : counted(each)) {
        if (each.isValid() && origin.model().equals(model)) {
          Interval one = each.energy().asOptional().orElseThrow().joulesPerOp();
          int times = origin.perToken();
          Interval all =
              new Interval(one.low() * times, one.estimate() * times, one.high() * times);
          byRole.merge(origin.role(), all, (a, b) -> a.estimate() <= b.estimate() ? a : b);
        }
      }
    }
    Set<String> missing = new LinkedHashSet<>(roles);
    missing.removeAll(byRole.keySet());
    if (!missing.isEmpty()) {
      return Reading.absent("no valid energy of " + String.join(", ", missing));
    }
    return Reading.of(
        new Interval(
            byRole.values().stream().mapToDouble(Interval::low).sum(),
            byRole.values().stream().mapToDouble(Interval::estimate).sum(),
            byRole.values().stream().mapToDouble(Interval::high).sum()),
        "J",
        cases.getFirst().energy().asOptional().orElseThrow().scope());
  }
}
