package assay.bench.telemetry;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Recording;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Trace;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Recordings of sensors whose truth is known. */
final class Recordings {

  static final double SECOND = 1e9;

  private Recordings() {}

  static Recording of(Trace... traces) {
    return new Recording(List.of(traces), 10, Reading.of(0.001, "1", "a test"), 100, 0);
  }

  /**
   * @param value by seconds
   */
  static Trace trace(
      Channel channel, double from, double to, double step, DoubleUnaryOperator value) {
    int size = (int) Math.round((to - from) / step) + 1;
    long[] nanos = new long[size];
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      double seconds = from + i * step;
      nanos[i] = Math.round(seconds * SECOND);
      values[i] = value.applyAsDouble(seconds);
    }
    return new Trace(channel, nanos, values, List.of());
  }

  static Channel channel(String id, Measure measure) {
    return Channel.of(id, id, measure, Scope.PACKAGE, "0", "a test");
  }
}
