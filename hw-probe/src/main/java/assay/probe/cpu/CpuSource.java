package assay.probe.cpu;

import assay.probe.Machine.CoreKind;
import assay.probe.Machine.Cpu;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts the processor together from /proc/cpuinfo and sysfs. */
public final class CpuSource {

  private static final String CPUINFO = "/proc/cpuinfo";

  private final Root root;
  private final Reading<String> text;
  private final CpuInfo info;

  public CpuSource(Root root) {
    this.root = root;
    this.text = root.text(CPUINFO);
    this.info = CpuInfo.parse(text.asOptional().orElse(""));
  }

  public CpuInfo info() {
    return info;
  }

  public Cpu read() {
    CpuTopology topology = new CpuTopology(root, info);
    FrequencySource frequency = new FrequencySource(root);
    BitSet online = topology.online().asOptional().orElse(new BitSet());
    List<CoreKind> kinds = new CoreKinds(root, info).of(online);
    Reading<String> architecture = architecture();
    Isa isa = isa(architecture);
    return new Cpu(
        architecture,
        vendor(),
        name(kinds),
        value("cpu family").or(value("cpu architecture")),
        value("cpu part").or(value("model")),
        value("stepping").or(armRevision()),
        value("microcode").or(root.word(CpuTopology.CPUS + "/cpu0/microcode/version")),
        topology.logicalCores(),
        topology.physicalCores(),
        topology.packages(),
        new Cgroup(root).cpuQuota(),
        isa.flags(),
        isa.vectorBits(),
        frequency.governor(),
        frequency.boost(),
        frequency.maxMegahertz(online),
        kinds);
  }

  /**
   * The kernel's word, which a container may hide; else what the shape of /proc/cpuinfo implies.
   */
  private Reading<String> architecture() {
    Reading<String> stated = root.word("/proc/sys/kernel/arch");
    if (stated.isPresent()) {
      return stated;
    }
    Optional<String> implied =
        info.first("flags").isPresent()
            ? Optional.of("x86_64")
            : info.first("cpu implementer").isPresent()
                ? Optional.of(
                    info.first("cpu architecture").equals(Optional.of("8")) ? "aarch64" : "arm")
                : info.first("isa").map(isa -> isa.startsWith("rv32") ? "riscv32" : "riscv64");
    return implied
        .map(name -> Reading.of(name, "", CPUINFO))
        .orElseGet(() ->
            text.flatMap((t, unit, source) ->
                Reading.unreadable(
                    "neither /proc/sys/kernel/arch nor " + CPUINFO + " tells the architecture")));
  }

  private Isa isa(Reading<String> architecture) {
    if (text instanceof Reading.Unavailable<String>(String reason)) {
      return Isa.unavailable(reason);
    }
    String name = architecture.asOptional().orElse("unknown");
    return switch (name) {
      case "x86_64", "i686", "i586", "i386" -> X86Isa.of(info);
      case "aarch64", "arm", "armv7l", "armv8l" ->
          ArmIsa.of(info, root.number("/proc/sys/abi/sve_default_vector_length"));
      case "riscv64", "riscv32" -> RiscvIsa.of(info);
      default ->
          Isa.unavailable("not supported: no table of instruction-set flags for this architecture");
    };
  }

  private Reading<String> vendor() {
    return value("vendor_id")
        .or(value("cpu implementer").map(ArmParts::implementer))
        .or(value("mvendorid"));
  }

  private Reading<String> name(List<CoreKind> kinds) {
    String parts = kinds.stream().map(CoreKind::name).distinct().collect(Collectors.joining(" + "));
    // Some vendors' kernels print "ARMv8 Processor" as the model's name, which says less.
    return info.first("cpu part").isPresent()
        ? Reading.of(parts, "", CPUINFO)
        : value("model name").or(value("uarch"));
  }

  /** Arm writes a core's revision as r4p1: variant, then revision. */
  private Reading<String> armRevision() {
    Reading<String> variant = value("cpu variant");
    return variant.flatMap((major, unit, source) ->
        value("cpu revision").map(minor -> "r" + major.replaceFirst("^0x", "") + "p" + minor));
  }

  private Reading<String> value(String key) {
    return text.flatMap((all, unit, source) ->
        info.first(key)
            .map(found -> Reading.of(found, "", source))
            .orElseGet(() -> Reading.absent("no \"" + key + "\" in " + source)));
  }
}
