package assay.kernels.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Device;
import assay.kernels.DeviceTimer;
import assay.kernels.KernelUnavailableException;
import assay.kernels.PreparedKernel;
import assay.kernels.QueuedKernel;
import assay.kernels.Spec;
import assay.kernels.contract.AttentionCases;
import assay.kernels.peers.SmallLibrary;
import assay.kernels.plugin.PluginSensor.Quantity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the template does without: attention, a queue, a clock, variants, sensors. */
class WholeInterfaceTest {

  private static final Path SOURCE = Path.of("src", "test", "c", "attention_plugin.c");

  @TempDir Path folder;

  private PluginBackend backend() throws Exception {
    Path library =
        SmallLibrary.compile(
            folder.resolve("libattention.so"),
            Files.readString(SOURCE),
            "-O2",
            "-DBUILD_ID=\"test\"",
            "-I" + ExamplePlugin.INCLUDE,
            "-I" + ExamplePlugin.SOURCE,
            "-lm");
    return new PluginBackend(new PluginFile(library.toString(), false));
  }

  @Test
  void attentionIsRightWithEveryMask() throws Exception {
    PluginBackend backend = backend();
    Device device = backend.devices().getFirst();
    assertTrue(AttentionCases.check(backend, device) > 10);
  }

  @Test
  void queueClockAndContractAreSeen() throws Exception {
    PluginBackend backend = backend();
    Device device = backend.devices().getFirst();
    assertEquals("0000:c1:00.0", device.memory().orElseThrow().pciAddress());
    Spec spec = Spec.parse("attention:f32*f16:h4,kv2,d8,n2,c6,causal");
    assertEquals(List.of("rows", "columns"), backend.variants(spec));
    try (PreparedKernel kernel = AttentionCases.prepare(backend, device, spec, "columns")) {
      var queued = assertInstanceOf(QueuedKernel.class, kernel);
      try (DeviceTimer timer = queued.timer().orElseThrow()) {
        timer.begin();
        queued.enqueue();
        timer.end();
        queued.await();
        assertEquals(42, timer.nanos());
      }
      assertEquals(Optional.empty(), kernel.damage());
      Map<String, String> details = kernel.execution().details();
      assertEquals("emulated", details.get("level"));
      assertEquals("plain loops", details.get("emulated by"));
      assertEquals("HiFi4", details.get("fidelity"));
      assertEquals("f32", details.get("multiplies"));
      assertEquals("around copies only", details.get("guard zones"));
    }
    assertThrows(
        KernelUnavailableException.class,
        () -> AttentionCases.prepare(backend, device, spec, "diagonals"));
  }

  @Test
  void sensorsAreReadAndOneInAnotherUnitIsNot() throws Exception {
    PluginBackend backend = backend();
    Plugin plugin = backend.loaded().orElseThrow();
    assertEquals(2, plugin.sensors(0));
    PluginSensor energy = plugin.sensor(0, 0).orElseThrow();
    assertEquals(Quantity.ENERGY, energy.quantity());
    assertEquals("plugin.energy.board", energy.id());
    assertEquals(1e6, energy.wrapsAt());
    assertEquals(1_000_000, energy.periodNanos());
    assertEquals(2.5, plugin.readSensor(0, 0));
    assertEquals(Optional.empty(), plugin.sensor(0, 1));
  }
}
