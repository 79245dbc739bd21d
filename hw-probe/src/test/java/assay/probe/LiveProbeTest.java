package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Whatever machine this is: what must hold on any Linux. */
@EnabledOnOs(OS.LINUX)
class LiveProbeTest {

  @Test
  void describesThisMachine() {
    Machine machine = Probe.live();
    assertTrue(machine.cpu().logicalCores().asOptional().orElseThrow() >= 1);
    assertTrue(machine.memory().totalBytes().asOptional().orElseThrow() > 1 << 20);
    assertTrue(machine.cpu().isa().isPresent(), () -> machine.cpu().isa().toString());
    assertFalse(machine.sensors().isEmpty());
    assertEquals(machine, MachineJson.read(MachineJson.write(machine)));
    for (Machine.Sensor sensor : machine.sensors()) {
      assertTrue(
          sensor.reading().asOptional().map(Double::isFinite).orElse(true), sensor.toString());
    }
  }

  /** A plug-in's process does not end between two snapshots. */
  @Test
  void seesAChildThatGoesOn() throws Exception {
    Process child = new ProcessBuilder(List.of("sh", "-c", "while :; do :; done")).start();
    try {
      long before = HostState.read(Root.live()).ownTicks().asOptional().orElseThrow();
      while (child.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() < 300) {
        Thread.sleep(10);
      }
      long with = HostState.live().ownTicks().asOptional().orElseThrow();
      assertTrue(with - before >= 25, () -> "%d ticks, then %d".formatted(before, with));
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void seesItsOwnWorkAndItsChildren() throws Exception {
    HostState before = HostState.read(Root.live());
    long earlier = before.ownTicks().asOptional().orElseThrow();
    Process child =
        new ProcessBuilder(List.of("sh", "-c", "i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done"))
            .start();
    assertEquals(0, child.waitFor());
    HostState after = HostState.read(Root.live());
    assertTrue(after.ownTicks().asOptional().orElseThrow() > earlier);
    double share = after.since(before).foreignCpuShare().asOptional().orElseThrow();
    assertTrue(share >= 0 && share <= 1, () -> "share " + share);
  }
}
