package assay.probe;

import assay.probe.Machine.AcceleratorDevice;
import assay.probe.Machine.Sensor;
import assay.probe.cpu.CacheSource;
import assay.probe.cpu.CpuSource;
import assay.probe.cpu.CpuTopology;
import assay.probe.cpu.MemorySource;
import assay.probe.cpu.NumaSource;
import assay.probe.device.DeviceSource;
import assay.probe.device.PciIds;
import assay.probe.host.HostSource;
import assay.probe.live.OshiProbe;
import assay.probe.nvml.Nvml;
import assay.probe.nvml.NvmlLocator;
import assay.probe.sensor.SensorSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out what is in a machine. Writes nothing, starts no process and needs no root.
 *
 * <p>Reads Linux's own files; on other systems OSHI answers what it can.
 */
public final class Probe {

  private final PciIds ids;
  private final Optional<NvmlLocator> nvml;

  /** Knows the accelerators of the bundled table. */
  public Probe() {
    this(PciIds.bundled());
  }

  public Probe(PciIds ids) {
    this(ids, Optional.empty());
  }

  /**
   * @param nvml where NVIDIA's library is looked for, also for a captured machine
   */
  Probe(PciIds ids, Optional<NvmlLocator> nvml) {
    this.ids = ids;
    this.nvml = nvml;
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
    Optional<NvmlLocator> locator =
        nvml.or(() ->
            Optional.of(root).filter(Root::isLive).map(live -> NvmlLocator.fromEnvironment()));
    Reading<Nvml> opened =
        locator
            .map(Nvml::open)
            .orElseGet(() -> Reading.absent("NVML answers on the machine itself only"));
    try {
      Machine machine = probe(root, opened);
      return locator.map(asked -> withNvmlFinding(machine, asked, opened)).orElse(machine);
    } finally {
      opened.asOptional().ifPresent(Nvml::close);
    }
  }

  /** A library that is not there is missed only where it has something to answer for. */
  private static Machine withNvmlFinding(Machine machine, NvmlLocator asked, Reading<Nvml> opened) {
    boolean needed =
        asked.named().isPresent()
            || machine.devices().stream()
                .anyMatch(
                    device -> device.driver().asOptional().filter("nvidia"::equals).isPresent());
    return needed && !opened.isPresent()
        ? machine.withFinding(
            "NVIDIA's management library does not answer: %s.".formatted(Reading.why(opened)))
        : machine;
  }

  private Machine probe(Root root, Reading<Nvml> opened) {
    List<String> findings = new ArrayList<>();
    CpuSource cpu = new CpuSource(root);
    BitSet cores = new CpuTopology(root, cpu.info()).online().asOptional().orElse(new BitSet());
    List<AcceleratorDevice> devices = new DeviceSource(root, ids, opened, findings).read();
    List<Sensor> sensors = new ArrayList<>(new SensorSource(root).read(findings));
    sensors.addAll(new GpuSensors(root, opened).read(devices));
    return new Machine(
        new HostSource(root, cpu.info()).read(),
        cpu.read(),
        new CacheSource(root, findings).read(cores),
        new NumaSource(root, findings).read(),
        new MemorySource(root).read(),
        devices,
        sensors,
        findings);
  }
}
