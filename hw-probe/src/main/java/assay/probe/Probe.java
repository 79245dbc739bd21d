package assay.probe;

import assay.probe.cpu.CacheSource;
import assay.probe.cpu.CpuSource;
import assay.probe.cpu.CpuTopology;
import assay.probe.cpu.MemorySource;
import assay.probe.cpu.NumaSource;
import assay.probe.device.DeviceSource;
import assay.probe.device.PciIds;
import assay.probe.host.HostSource;
import assay.probe.live.OshiProbe;
import assay.probe.sensor.SensorSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Finds out what is in a machine. Writes nothing, starts no process and needs no root.
 *
 * <p>Reads Linux's own files; on other systems OSHI answers what it can.
 */
public final class Probe {

  private final PciIds ids;

  /** Knows the accelerators of the bundled table. */
  public Probe() {
    this(PciIds.bundled());
  }

  public Probe(PciIds ids) {
    this.ids = ids;
  }

  /**
   * Knows also the accelerators of the user's table: the file named by {@code ASSAY_PCI_IDS}, or
   * {@code ~/.config/assay/pci.ids} where that exists. Lines that cannot be read become findings.
   */
  public static Probe forUser(Map<String, String> environment, Path home) {
    return new Probe(
        UserIds.read(environment, home).map(PciIds.bundled()::with).orElseGet(PciIds::bundled));
  }

  /** This machine, for this user. */
  public static Machine live() {
    return forUser(System.getenv(), Path.of(System.getProperty("user.home"))).probe(Root.live());
  }

  /**
   * @param root this machine or a captured one; nothing outside it is looked at
   */
  public Machine probe(Root root) {
    if (root.isLive() && !root.exists("/proc/cpuinfo")) {
      return new OshiProbe().probe();
    }
    List<String> findings = new ArrayList<>();
    CpuSource cpu = new CpuSource(root);
    BitSet cores = new CpuTopology(root, cpu.info()).online().asOptional().orElse(new BitSet());
    return new Machine(
        new HostSource(root, cpu.info()).read(),
        cpu.read(),
        new CacheSource(root, findings).read(cores),
        new NumaSource(root, findings).read(),
        new MemorySource(root).read(),
        new DeviceSource(root, ids, findings).read(),
        new SensorSource(root).read(findings),
        findings);
  }
}
