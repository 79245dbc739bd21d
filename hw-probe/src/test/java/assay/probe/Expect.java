package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Machine.AcceleratorDevice;
import assay.probe.Machine.Sensor;

/** Assertions about readings that name what was found instead. */
final class Expect {

  private Expect() {}

  static <T> void value(T expected, Reading<T> reading) {
    assertTrue(reading.isPresent(), () -> "expected " + expected + " but it is " + reading);
    assertEquals(expected, reading.asOptional().orElseThrow());
  }

  static void value(double expected, String unit, Reading<Double> reading) {
    assertTrue(reading.isPresent(), () -> "expected " + expected + " but it is " + reading);
    Reading.Present<Double> present = (Reading.Present<Double>) reading;
    assertEquals(expected, present.value(), Math.abs(expected) * 1e-12);
    assertEquals(unit, present.unit());
  }

  static void reason(String expected, Reading<?> reading) {
    assertEquals(expected, reason(reading));
  }

  static void reasonStarts(String expected, Reading<?> reading) {
    assertTrue(reason(reading).startsWith(expected), () -> reason(reading));
  }

  static Sensor sensor(Machine machine, String id) {
    return machine.sensors().stream()
        .filter(sensor -> sensor.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no sensor " + id + " in " + machine.sensors()));
  }

  static AcceleratorDevice device(Machine machine, String address) {
    return machine.devices().stream()
        .filter(device -> device.address().asOptional().filter(address::equals).isPresent())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no device " + address + ": " + machine.devices()));
  }

  private static String reason(Reading<?> reading) {
    assertTrue(reading instanceof Reading.Unavailable<?>, () -> "it is present: " + reading);
    return ((Reading.Unavailable<?>) reading).reason();
  }
}
