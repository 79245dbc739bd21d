package assay.reports.summary;

import assay.reports.record.CaseRecord.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cases of one backend that are not valid for one and the same reason.
 *
 * @param who the backend and what tells its settings apart
 */
public record Problem(State state, String who, String reason, List<String> specs) {

  private record Cause(State state, String who, String reason) {}

  /** In order of appearance, what was asked for and could not run last. */
  public static List<Problem> of(RunSummary summary) {
    Map<Cause, List<String>> specs = new LinkedHashMap<>();
    for (CaseSummary each : summary.cases()) {
      if (!each.isValid()) {
        String reason = String.join("; ", each.reasons());
        specs
            .computeIfAbsent(
                new Cause(each.state(), summary.who(each), reason), ignored -> new ArrayList<>())
            .add(each.record().key().spec());
      }
    }
    List<Problem> problems = new ArrayList<>();
    specs.forEach(
        (cause, all) -> problems.add(new Problem(cause.state(), cause.who(), cause.reason(), all)));
    problems.sort(java.util.Comparator.comparing(problem -> problem.state() == State.UNSUPPORTED));
    return problems;
  }

  /** The one spec, or how many there are and all of them. */
  public String what() {
    return specs.size() == 1
        ? specs.getFirst()
        : "%d cases: %s".formatted(specs.size(), String.join(" ", specs));
  }
}
