package assay.probe.energy;

import assay.probe.telemetry.Trace;

/** Power between its readings: along straight lines, and as it was read last beyond them. */
final class PowerCurve {

  private final Trace trace;

  PowerCurve(Trace trace) {
    this.trace = trace;
  }

  /**
   * J between two moments.
   *
   * @param every uses only every so many readings
   * @param phase which of them, from 0
   */
  double joules(long from, long to, int every, int phase) {
    double joules = 0;
    long before = from;
    double value = at(from, every, phase);
    for (int i = Updates.firstFrom(trace, from); i < trace.size(); i++) {
      if (trace.nanos()[i] >= to) {
        break;
      }
      if (i % every == phase) {
        joules += (value + trace.values()[i]) / 2 * (trace.nanos()[i] - before) * 1e-9;
        before = trace.nanos()[i];
        value = trace.values()[i];
      }
    }
    return joules + (value + at(to, every, phase)) / 2 * (to - before) * 1e-9;
  }

  private double at(long nanos, int every, int phase) {
    int before = step(Updates.lastUpTo(trace, nanos), -1, every, phase);
    int after = step(Updates.firstFrom(trace, nanos), 1, every, phase);
    if (before < 0 || after >= trace.size()) {
      return trace.values()[before < 0 ? Math.min(after, trace.size() - 1) : before];
    }
    long span = trace.nanos()[after] - trace.nanos()[before];
    double share = span == 0 ? 0 : (double) (nanos - trace.nanos()[before]) / span;
    return trace.values()[before] + share * (trace.values()[after] - trace.values()[before]);
  }

  private int step(int from, int direction, int every, int phase) {
    int i = from;
    while (i >= 0 && i < trace.size() && i % every != phase) {
      i += direction;
    }
    return i;
  }
}
