package assay.reports.conform;

import java.util.List;

/**
 * One fault at one place.
 *
 * @param rung its id
 * @param probe its id, which {@code --probe} takes
 * @param check what was being checked: a spec with the fill of its inputs, or words
 * @param what one sentence without its subject, with the place and the figures
 * @param measured against {@code allowed}; both null where there is no figure
 * @param unit of both; "" for a share of the tolerance
 * @param also how many further checks of the probe showed the same
 * @param reproducer arguments of the command that shows it again
 */
public record Finding(
    Fault fault,
    String rung,
    String probe,
    String check,
    String what,
    Double measured,
    Double allowed,
    String unit,
    int also,
    List<String> reproducer) {

  public Finding {
    reproducer = List.copyOf(reproducer);
  }

  /** For {@code also} of them. */
  public Finding seenAgain() {
    return new Finding(
        fault, rung, probe, check, what, measured, allowed, unit, also + 1, reproducer);
  }

  public Finding reproducedBy(List<String> command) {
    return new Finding(fault, rung, probe, check, what, measured, allowed, unit, also, command);
  }
}
