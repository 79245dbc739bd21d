package assay.probe.cpu;

import assay.probe.Reading;
import java.util.List;

/**
 * The {@code Features} line of ARM; names are those of Linux's arch/arm64/kernel/cpuinfo.c.
 *
 * <p>The SVE length is no property of a core's name: hypervisor and kernel may shorten it, so it is
 * what the kernel gives new processes.
 */
final class ArmIsa {

  static final List<String> KNOWN =
      List.of(
          "neon",
          "vfpv4",
          "asimd",
          "fphp",
          "asimdhp",
          "asimdrdm",
          "asimddp",
          "asimdfhm",
          "i8mm",
          "bf16",
          "ebf16",
          "atomics",
          "sve",
          "sve2",
          "sve2p1",
          "svei8mm",
          "svebf16",
          "svef32mm",
          "svef64mm",
          "svebitperm",
          "sme",
          "sme2",
          "sme2p1",
          "smei8i32",
          "smei16i32",
          "smef16f32",
          "smeb16f32",
          "smef32f32",
          "smef64f64",
          "smefa64",
          "f8cvt",
          "f8fma",
          "f8dp4",
          "f8dp2",
          "f8mm8",
          "f8mm4");

  private ArmIsa() {}

  /**
   * @param sveBytes vector length in bytes that new processes get
   */
  static Isa of(CpuInfo info, Reading<Long> sveBytes) {
    return info.first("features")
        .map(line -> of(Isa.select(KNOWN, line), sveBytes))
        .orElseGet(() -> Isa.unavailable("unreadable: /proc/cpuinfo has no Features line"));
  }

  private static Isa of(List<String> flags, Reading<Long> sveBytes) {
    return new Isa(Reading.of(flags, "", "/proc/cpuinfo"), bits(flags, sveBytes));
  }

  private static Reading<Integer> bits(List<String> flags, Reading<Long> sveBytes) {
    if (flags.contains("sve")) {
      return sveBytes.flatMap((bytes, unit, source) ->
          // The architecture allows 128 to 2048 bits in steps of 128.
          bytes >= 16 && bytes <= 256 && bytes % 16 == 0
              ? Reading.of((int) (bytes * 8), "bit", source)
              : Reading.unreadable(source + " holds " + bytes + ", not an SVE length"));
    }
    return flags.contains("asimd") || flags.contains("neon")
        ? Reading.of(128, "bit", "/proc/cpuinfo")
        : Reading.unreadable("/proc/cpuinfo lists no vector extension");
  }
}
