package assay.probe.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.probe.Reading;
import assay.probe.energy.EnergyOf;
import assay.probe.instrument.ScpiSimulator.Fault;
import assay.probe.telemetry.Sampler;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From an instrument over TCP to joules, by the sampler that measurements use. */
class MeasuredTest {

  private static final long HALF_NANOS = 500_000_000;

  /** Longer without a sample and the wave is not seen as it is, whoever measures. */
  private static final long LONGEST_STALL_NANOS = 60_000_000;

  @Test
  void aSquareWaveIsMeasuredToOnePercent() throws Exception {
    try (var simulator = new ScpiSimulator(0, PowerWave.parse("square:0.5s,40,90"))) {
      simulator.answer(":RATE?", "0.01");
      try (Sampler sampler =
          Sampler.start(List.of(Reads.open(spec(simulator, "?profile=yokogawa"))), 50)) {
        Thread.sleep(6500);
        Trace trace = sampler.take().traces().getFirst();
        long first = simulator.startedNanos() + 2 * HALF_NANOS;
        Window window = new Window(first, first + 10 * HALF_NANOS);
        long stall = stall(trace, window);
        assumeTrue(
            stall < LONGEST_STALL_NANOS, "this machine stood still for %d ns".formatted(stall));
        double sum = 0;
        for (int i = 1; i < trace.size(); i++) {
          sum += trace.values()[i] * (trace.nanos()[i] - trace.nanos()[i - 1]);
          assertTrue(trace.values()[i] == 40 || trace.values()[i] == 90);
        }
        assertTrue(sum > 0 && trace.gaps().isEmpty(), trace.gaps()::toString);
        assertEquals(65, mean(trace, window), 0.65);
      }
    }
  }

  /** By trapezoids; what energy makes of a mean's window is its own matter. */
  private static double mean(Trace trace, Window window) {
    double joules = 0;
    double seconds = 0;
    for (int i = 1; i < trace.size(); i++) {
      long from = Math.max(window.fromNanos(), trace.nanos()[i - 1]);
      long to = Math.min(window.toNanos(), trace.nanos()[i]);
      if (to > from) {
        joules += (trace.values()[i] + trace.values()[i - 1]) / 2 * (to - from) * 1e-9;
        seconds += (to - from) * 1e-9;
      }
    }
    return joules / seconds;
  }

  private static long stall(Trace trace, Window window) {
    long longest = trace.nanos()[0] > window.fromNanos() ? Long.MAX_VALUE : 0;
    for (int i = 1; i < trace.size(); i++) {
      longest = Math.max(longest, trace.nanos()[i] - trace.nanos()[i - 1]);
    }
    return trace.nanos()[trace.size() - 1] < window.toNanos() ? Long.MAX_VALUE : longest;
  }

  @Test
  void anInstrumentThatFallsSilentGivesAReasonAndNoEnergy() throws Exception {
    try (var simulator = new ScpiSimulator(0, t -> 50);
        Sampler sampler = Sampler.start(List.of(Reads.open(spec(simulator, ""))), 10)) {
      Thread.sleep(1000);
      long from = sampler.mark();
      simulator.set(Fault.LATE);
      Thread.sleep(4000);
      Trace trace = sampler.take().traces().getFirst();
      assertTrue(
          trace.gaps().stream().anyMatch(gap -> gap.reason().contains("no answer within")),
          trace.gaps()::toString);
      Reading<?> joules = EnergyOf.joules(trace, List.of(new Window(from, from + 4_000_000_000L)));
      assertFalse(joules.isPresent(), joules::toString);
    }
  }

  private static String spec(ScpiSimulator simulator, String options) {
    return "scpi:127.0.0.1:%d%s".formatted(simulator.port(), options);
  }
}
