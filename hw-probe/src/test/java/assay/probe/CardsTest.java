package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Machine.AcceleratorDevice;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tenstorrent cards with their own kernel class, beside an NPU without a driver. */
class CardsTest {

  private Machine machine;

  @BeforeEach
  void probe(@TempDir Path folder) {
    machine = new Probe().probe(Capture.machine("tenstorrent", folder));
  }

  @Test
  void leadsDeviceFilesBackToCards() {
    AcceleratorDevice blackhole = Expect.device(machine, "0000:01:00.0");
    Expect.value("Tenstorrent Blackhole", blackhole.name());
    assertEquals("npu", blackhole.kind());
    assertEquals(List.of("/dev/tenstorrent/0"), blackhole.nodes());
    Expect.value("p150a", blackhole.details().get("card type"));
    Expect.value("18.7.0.0", blackhole.details().get("firmware"));
    AcceleratorDevice wormhole = Expect.device(machine, "0000:02:00.0");
    assertEquals(List.of("/dev/tenstorrent/1"), wormhole.nodes());
    Expect.reasonStarts("no permission:", wormhole.details().get("serial"));
    assertTrue(!wormhole.details().containsKey("firmware"), "what the driver lacks is not listed");
  }

  @Test
  void tellsTheNpuGenerationByItsRevision() {
    AcceleratorDevice npu = Expect.device(machine, "0000:c4:00.1");
    Expect.value("AMD XDNA 2 NPU (npu5, Strix Halo)", npu.name());
    Expect.reason("absent: no driver is bound to 0000:c4:00.1", npu.driver());
    assertTrue(npu.nodes().isEmpty());
  }

  @Test
  void readsTheCardsSensors() {
    Expect.value(38.0, "W", Expect.sensor(machine, "blackhole/power1").reading());
    assertEquals("device", Expect.sensor(machine, "blackhole/power1").scope());
    Expect.value(37.812, "°C", Expect.sensor(machine, "blackhole/temp1").reading());
    Expect.value(45.0, "A", Expect.sensor(machine, "blackhole/curr1").reading());
    Expect.value(0.742, "V", Expect.sensor(machine, "blackhole/in0").reading());
    Expect.value(800e6, "Hz", Expect.sensor(machine, "tenstorrent/0/aiclk").reading());
    Expect.value(912334.0, "", Expect.sensor(machine, "tenstorrent/0/heartbeat").reading());
    assertTrue(
        machine.sensors().stream().noneMatch(s -> s.id().equals("tenstorrent/1/aiclk")),
        "firmware without an attribute has no sensor for it");
  }

  @Test
  void fallsBackToTheBoardWhereTheProductIsAPlaceholder() {
    Expect.value("ASRock B850 Pro", machine.host().model());
  }
}
