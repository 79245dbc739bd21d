package assay.bench.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceMeanTest {

  /** 600 W over 5 s by a counter that is renewed every 100 ms. */
  @Test
  void aSliceOfASlowCounterHasItsGrowth() {
    Channel energy =
        Channel.of("nvml/energy", "", Measure.ENERGY, Scope.BOARD, "0000:01:00.0", "a test")
            .updatedEvery(0.1, "a test");
    for (double phase = 0; phase < 0.1; phase += 0.007) {
      long[] nanos = new long[51];
      double[] joules = new double[51];
      for (int i = 0; i < nanos.length; i++) {
        nanos[i] = i * 100_000_000L;
        joules[i] = 60 * Math.floor((nanos[i] * 1e-9 + phase) / 0.1 + 1e-6);
      }
      Reading<Double> watts =
          TraceMean.of(new Trace(energy, nanos, joules, List.of()), new Window(0, nanos[50]));
      assertTrue(watts.isPresent(), watts::toString);
      assertEquals(600, watts.asOptional().orElseThrow(), 13);
    }
  }
}
