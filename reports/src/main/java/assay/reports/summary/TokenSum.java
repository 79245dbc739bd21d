package assay.reports.summary;

import assay.probe.Reading;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/** Joules of a token while they are added up, and what the sum lacks. */
final class TokenSum {

  private final Set<String> missing = new TreeSet<>();
  private final Set<String> scopes = new LinkedHashSet<>();
  private String refusal = "";
  private double low;
  private double joules;
  private double high;
  private int kernels;

  /** No sum of this choice means anything. */
  void refuse(String why) {
    refusal = why;
  }

  void lack(String kernel) {
    missing.add(kernel);
  }

  /**
   * @param times that a token needs it
   */
  void add(String role, int times, CaseSummary each) {
    Reading<EnergySummary> energy =
        each.isValid() ? each.energy() : Reading.unavailable(each.state().toString());
    if (energy instanceof Reading.Present<EnergySummary>(EnergySummary known, var u, var s)) {
      Interval one = known.joulesPerOp();
      scopes.add(known.scope());
      low += times * one.low();
      joules += times * one.estimate();
      high += times * one.high();
      kernels++;
    } else {
      lack("%s (%s)".formatted(role, Reading.why(energy)));
    }
  }

  int kernels() {
    return kernels;
  }

  /** What all of it covers; "" where that is nothing, or not one thing. */
  String scope() {
    return scopes.size() == 1 ? scopes.iterator().next() : "";
  }

  Reading<Interval> joules() {
    if (!refusal.isEmpty()) {
      return Reading.unresolved(refusal);
    }
    if (!missing.isEmpty()) {
      return Reading.unavailable("missing: " + String.join(", ", missing));
    }
    return scopes.size() > 1
        ? Reading.unreadable("energies of different scopes: " + String.join("; ", scopes))
        : Reading.of(new Interval(low, joules, high), "J", scope());
  }
}
