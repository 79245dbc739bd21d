package assay.bench.subject;

import assay.probe.Reading;
import assay.probe.energy.EnergyOf;
import assay.probe.energy.Estimate;
import assay.probe.energy.Growth;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import java.util.List;

/**
 * One number for what a channel said over a slice: mean of a gauge, growth of a counter a second.
 */
final class TraceMean {

  private TraceMean() {}

  static Reading<Double> of(Trace trace, Window slice) {
    return switch (trace.channel().measure()) {
      case ENERGY -> energy(trace, slice);
      case POWER -> power(trace, slice);
      case THROTTLED, CAPPED, TIME, EVENTS ->
          growth(trace, trace.channel().measure().unit() + "/s");
      default -> gauge(trace, slice);
    };
  }

  private static Reading<Double> watts(Trace trace, Window slice) {
    return EnergyOf.watts(trace, List.of(slice)).map(Estimate::value);
  }

  /** The ends of one slice are nothing to those of a load, which are judged as a whole. */
  private static Reading<Double> energy(Trace trace, Window slice) {
    Reading<Double> watts = watts(trace, slice);
    return watts.isUnresolved() ? Growth.watts(trace) : watts;
  }

  /** What is too little for an energy of this slice is still a point of a curve. */
  private static Reading<Double> power(Trace trace, Window slice) {
    Reading<Double> watts = watts(trace, slice);
    return watts.isUnresolved() ? gauge(trace, slice) : watts;
  }

  /** Of the samples in the slice; they come at a steady rate. */
  private static Reading<Double> gauge(Trace trace, Window slice) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < trace.size(); i++) {
      if (trace.nanos()[i] >= slice.fromNanos() && trace.nanos()[i] <= slice.toNanos()) {
        sum += trace.values()[i];
        count++;
      }
    }
    return count == 0
        ? nothing(trace)
        : reading(trace, sum / count, trace.channel().measure().unit());
  }

  private static Reading<Double> growth(Trace trace, String unit) {
    int last = trace.size() - 1;
    if (last < 1 || trace.nanos()[last] == trace.nanos()[0]) {
      return nothing(trace);
    }
    double grown = trace.values()[last] - trace.values()[0];
    double seconds = (trace.nanos()[last] - trace.nanos()[0]) * 1e-9;
    return grown < 0
        ? Reading.unreadable("%s went back in this slice".formatted(trace.channel().id()))
        : reading(trace, grown / seconds, unit);
  }

  private static Reading<Double> reading(Trace trace, double value, String unit) {
    return Reading.of(value, unit, trace.channel().source());
  }

  private static Reading<Double> nothing(Trace trace) {
    return trace.gaps().isEmpty()
        ? Reading.unresolved(trace.channel().id() + " said too little in this slice")
        : Reading.unavailable(trace.gaps().getLast().reason());
  }
}
