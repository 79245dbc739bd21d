package assay.bench.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.kernels.DeviceTimer;
import assay.probe.Reading;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A host and a device whose times the test makes up. */
class HostPartTest {

  private static final int OPERATIONS = 10;

  private long now;
  private long device;

  private final HostPart part =
      new HostPart(
          Optional.of(
              new DeviceTimer() {
                @Override
                public void begin() {}

                @Override
                public void end() {}

                @Override
                public long nanos() {
                  return device;
                }

                @Override
                public void close() {}
              }),
          () -> now);

  private void batch(long enqueueing, long waiting, long onDevice) {
    device = onDevice;
    long nanos = part.run(() -> now += enqueueing, () -> now += waiting, OPERATIONS, 0);
    assertEquals(enqueueing + waiting, nanos);
  }

  private double value(String reading) {
    return part.readings().get(reading).asOptional().orElseThrow();
  }

  @Test
  void aHostThatIsAheadOfItsDeviceHasNoPart() {
    batch(100, 900, 1000);
    batch(100, 900, 1000);
    assertEquals(0, value("host.waiting.share"));
    assertEquals(0.1, value("host.enqueueing.share"), 1e-9);
  }

  @Test
  void wakingUpLateIsSeenByTheHostsClockAlone() {
    batch(100, 900, 1000);
    batch(100, 1900, 1000);
    assertEquals(1000 / 3000.0, value("host.waiting.share"), 1e-9);
  }

  /** The device's marks are as far apart as the host's looks: it stood still between them. */
  @Test
  void aQueueThatIsFilledLateIsSeenByTheTimeThatItTook() {
    batch(100, 900, 1000);
    batch(1100, 900, 2000);
    assertEquals(1000 / 3000.0, value("host.waiting.share"), 1e-9);
    assertEquals(1200 / 3000.0, value("host.enqueueing.share"), 1e-9);
  }

  @Test
  void whatWasWaitedForByItselfCountsAsOneMore() {
    device = 1000;
    // 100 on the device, as each of the ten, and 50 for telling and hearing.
    part.run(() -> now += 100, () -> now += 900, OPERATIONS, 150);
    assertEquals(50 / 1150.0, value("host.waiting.share"), 1e-9);
  }

  @Test
  void theWarmUpIsForgotten() {
    batch(100, 1900, 1000);
    part.reset();
    assertEquals(Map.of(), part.readings());
    batch(100, 900, 1000);
    assertEquals(0, value("host.waiting.share"));
  }

  @Test
  void withoutAClockNothingIsKnown() {
    try (var blind = new HostPart(Optional.empty(), () -> now)) {
      blind.run(() -> now += 100, () -> now += 900, OPERATIONS, 0);
      assertEquals(Map.<String, Reading<Double>>of(), blind.readings());
    }
  }
}
