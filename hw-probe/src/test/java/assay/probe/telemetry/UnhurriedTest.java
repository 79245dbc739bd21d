package assay.probe.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UnhurriedTest {

  private static final Channel CHANNEL =
      Channel.of("a", "", Measure.THROTTLED, Scope.BOARD, "0", "a function");

  private final CountDownLatch gate = new CountDownLatch(1);

  private final Source slow =
      new Source() {
        @Override
        public Channel channel() {
          return CHANNEL;
        }

        @Override
        public Reading<List<Sample>> read() {
          try {
            gate.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return Reading.of(List.of(new Sample(1, 2)), "s", "a function");
        }
      };

  @Test
  void answersComeLaterAndOnce() throws Exception {
    Source source = new Unhurried(new VendorThread("Test"), slow, 3_600_000_000_000L);
    assertEquals(List.of(), source.read().asOptional().orElseThrow());
    assertEquals(List.of(), source.read().asOptional().orElseThrow());
    gate.countDown();
    List<Sample> come = List.of();
    while (come.isEmpty()) {
      Thread.sleep(5);
      come = source.read().asOptional().orElseThrow();
    }
    assertEquals(List.of(new Sample(1, 2)), come);
    assertTrue(source.read().asOptional().orElseThrow().isEmpty(), "asked no sooner than told");
  }
}
