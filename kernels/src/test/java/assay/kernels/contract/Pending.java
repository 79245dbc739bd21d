package assay.kernels.contract;

import assay.kernels.contract.Subjects.Subject;
import java.util.Optional;

/**
 * Broken promises that are known: their tests are skipped with the reason.
 *
 * <p>Whoever keeps one takes its line away; nothing may be added for a kernel that was right
 * before.
 */
final class Pending {

  private Pending() {}

  static Optional<String> repeating(Subject subject) {
    return Optional.empty();
  }

  static Optional<String> allocating(Subject subject, ContractCase tested) {
    return Optional.empty();
  }
}
