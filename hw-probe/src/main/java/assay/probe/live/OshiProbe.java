package assay.probe.live;

import assay.probe.Machine;
import assay.probe.Machine.AcceleratorDevice;
import assay.probe.Machine.Cache;
import assay.probe.Machine.Sensor;
import assay.probe.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.ProcessorIdentifier;
import oshi.hardware.GraphicsCard;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.os.OperatingSystem;

/** Builds a machine from what OSHI says; made for macOS and Windows. */
public final class OshiProbe {

  private static final String NOT_HERE = "only Linux states it in a file";

  public Machine probe() {
    SystemInfo info = new SystemInfo();
    HardwareAbstractionLayer hardware = info.getHardware();
    return new Machine(
        host(info.getOperatingSystem(), hardware),
        cpu(hardware.getProcessor()),
        caches(hardware.getProcessor()),
        List.of(),
        memory(hardware),
        hardware.getGraphicsCards().stream().map(OshiProbe::device).toList(),
        sensors(hardware),
        List.of("Read through OSHI: NPUs, energy counters and links are not visible this way."));
  }

  private static Machine.Host host(OperatingSystem os, HardwareAbstractionLayer hardware) {
    var system = hardware.getComputerSystem();
    String version = os.getFamily() + " " + os.getVersionInfo();
    return new Machine.Host(
        Sentinels.text(os.getNetworkParams().getHostName(), "host name"),
        Sentinels.text(system.getModel(), "model"),
        Sentinels.text(system.getFirmware().getVersion(), "firmware version"),
        Sentinels.text(version, "operating system"),
        Sentinels.text(os.getVersionInfo().getBuildNumber(), "kernel build"),
        Reading.unsupported(NOT_HERE),
        hardware
            .getVirtualization()
            .map(name -> Sentinels.text(name, "hypervisor"))
            .orElse(Reading.unsupported("OSHI sees no sign of a hypervisor, which proves nothing")),
        Reading.unsupported(NOT_HERE),
        Reading.unsupported(NOT_HERE));
  }

  static Machine.Cpu cpu(CentralProcessor processor) {
    ProcessorIdentifier id = processor.getProcessorIdentifier();
    List<String> flags = OshiIsa.flags(processor.getFeatureFlags());
    int bits = OshiIsa.vectorBits(flags);
    String noFlags = "OSHI states no instruction-set flag that Assay knows";
    return new Machine.Cpu(
        Reading.of(architecture(System.getProperty("os.arch")), "", "os.arch"),
        Sentinels.text(id.getVendor(), "CPU vendor"),
        Sentinels.text(id.getName(), "CPU name"),
        Sentinels.text(id.getFamily(), "CPU family"),
        Sentinels.text(id.getModel(), "CPU model"),
        Sentinels.text(id.getStepping(), "CPU stepping"),
        Reading.unsupported("OSHI does not state the microcode"),
        Sentinels.count(processor.getLogicalProcessorCount(), "number of logical cores"),
        Sentinels.count(processor.getPhysicalProcessorCount(), "number of cores"),
        Sentinels.count(processor.getPhysicalPackageCount(), "number of packages"),
        Reading.unsupported(NOT_HERE),
        flags.isEmpty() ? Reading.unsupported(noFlags) : Reading.of(flags, "", Sentinels.SOURCE),
        bits == 0 ? Reading.unsupported(noFlags) : Reading.of(bits, "bit", Sentinels.SOURCE),
        Reading.unsupported(NOT_HERE),
        Reading.unsupported(NOT_HERE),
        Sentinels.positive(processor.getMaxFreq() / 1e6, "MHz", "highest clock"),
        List.of());
  }

  /** Java's names for what Linux calls x86_64 and aarch64. */
  static String architecture(String java) {
    return switch (java) {
      case "amd64" -> "x86_64";
      case "arm64" -> "aarch64";
      default -> java;
    };
  }

  private static List<Cache> caches(CentralProcessor processor) {
    List<Cache> caches = new ArrayList<>();
    for (var cache : processor.getProcessorCaches()) {
      // OSHI packs these into signed bytes and shorts.
      int line = Short.toUnsignedInt(cache.getLineSize());
      int ways = Byte.toUnsignedInt(cache.getAssociativity());
      if (cache.getCacheSize() > 0) {
        caches.add(
            new Cache(
                cache.getLevel(),
                cache.getType().toString(),
                cache.getCacheSize(),
                Sentinels.count(line, "cache line"),
                Sentinels.count(ways, "cache associativity"),
                Reading.unsupported("OSHI does not state which cores share a cache"),
                1));
      }
    }
    return caches;
  }

  private static Machine.Memory memory(HardwareAbstractionLayer hardware) {
    var memory = hardware.getMemory();
    return new Machine.Memory(
        Sentinels.bytes(memory.getTotal(), "memory size"),
        Sentinels.bytes(memory.getAvailable(), "available memory"),
        Sentinels.bytes(memory.getVirtualMemory().getSwapTotal(), "swap size"),
        Reading.unsupported(NOT_HERE),
        Reading.unsupported(NOT_HERE));
  }

  private static AcceleratorDevice device(GraphicsCard card) {
    Reading<String> none = Reading.unsupported("OSHI does not state it");
    return new AcceleratorDevice(
        "gpu",
        Sentinels.text(card.getName(), "name of the graphics card"),
        none,
        Sentinels.text(card.getVendor(), "maker of the graphics card"),
        Sentinels.text(card.getDeviceId(), "id of the graphics card"),
        none,
        Sentinels.text(card.getVersionInfo(), "driver version"),
        none,
        Reading.unsupported("OSHI does not state it"),
        List.of(),
        Map.of(
            "memory bytes",
            Sentinels.bytes(card.getVRam(), "memory of the graphics card")
                .map(bytes -> Long.toString(bytes))));
  }

  private static List<Sensor> sensors(HardwareAbstractionLayer hardware) {
    Reading<Double> noLimit = Reading.absent("no limit is stated");
    List<Sensor> sensors = new ArrayList<>();
    sensors.add(
        new Sensor(
            "cpu/temperature",
            "",
            "temperature",
            "package",
            Sentinels.SOURCE,
            Sentinels.positive(hardware.getSensors().getCpuTemperature(), "°C", "CPU temperature"),
            noLimit));
    sensors.add(
        new Sensor(
            "rapl",
            "",
            "energy",
            "package",
            Sentinels.SOURCE,
            Reading.unsupported("OSHI reads no energy counter"),
            noLimit));
    return sensors;
  }
}
