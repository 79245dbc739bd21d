package assay.probe.cpu;

import assay.probe.Reading;
import java.util.List;

/**
 * The {@code flags} line of x86; names are those of Linux's arch/x86/include/asm/cpufeatures.h.
 *
 * <p>The kernel clears a flag when the operating system does not save the registers it needs, so a
 * flag here means usable, not only present in silicon.
 */
final class X86Isa {

  static final List<String> KNOWN =
      List.of(
          "sse2",
          "ssse3",
          "sse4_1",
          "sse4_2",
          "popcnt",
          "bmi1",
          "bmi2",
          "avx",
          "f16c",
          "fma",
          "avx2",
          "avx_vnni",
          "avx_vnni_int8",
          "avx_vnni_int16",
          "avx_ne_convert",
          "avx_ifma",
          "avx512f",
          "avx512cd",
          "avx512dq",
          "avx512bw",
          "avx512vl",
          "avx512ifma",
          "avx512vbmi",
          "avx512_vbmi2",
          "avx512_vnni",
          "avx512_bitalg",
          "avx512_vpopcntdq",
          "avx512_bf16",
          "avx512_fp16",
          "avx512_vp2intersect",
          "gfni",
          "amx_tile",
          "amx_int8",
          "amx_bf16",
          "amx_fp16",
          "amx_complex",
          "avx10",
          "erms",
          "fsrm",
          "movdir64b");

  private X86Isa() {}

  static Isa of(CpuInfo info) {
    return info.first("flags")
        .map(line -> of(Isa.select(KNOWN, line)))
        .orElseGet(() -> Isa.unavailable("unreadable: /proc/cpuinfo has no flags line"));
  }

  private static Isa of(List<String> flags) {
    return new Isa(Reading.of(flags, "", "/proc/cpuinfo"), bits(flags));
  }

  private static Reading<Integer> bits(List<String> flags) {
    int bits =
        flags.contains("avx512f")
            ? 512
            : flags.contains("avx") ? 256 : flags.contains("sse2") ? 128 : 0;
    return bits == 0
        ? Reading.unreadable("/proc/cpuinfo lists no vector extension")
        : Reading.of(bits, "bit", "/proc/cpuinfo");
  }
}
