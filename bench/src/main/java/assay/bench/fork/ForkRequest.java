package assay.bench.fork;

import assay.bench.plan.Profile;
import assay.bench.subject.SubjectRequest;

/**
 * One fork of one case.
 *
 * @param caseId as in the run record
 * @param round of the plan, from 0
 */
public record ForkRequest(String caseId, int round, Profile profile, SubjectRequest subject) {

  /** Short, unique within a run and fit for a file name. */
  public String label() {
    return "r%d-%08x".formatted(round, caseId.hashCode());
  }
}
