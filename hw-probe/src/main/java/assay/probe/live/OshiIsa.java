package assay.probe.live;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Instruction-set flags as other systems spell them, in Linux's spelling.
 *
 * <p>Windows: the PF_* constants of IsProcessorFeaturePresent. macOS: sysctl's hw.optional and
 * machdep.cpu names.
 */
final class OshiIsa {

  private static final Map<String, String> NAMES = names();

  private OshiIsa() {}

  /**
   * @param lines as OSHI hands them on, raw
   */
  static List<String> flags(List<String> lines) {
    String all = " " + String.join(" ", lines).toUpperCase(Locale.ROOT) + " ";
    return NAMES.entrySet().stream()
        .filter(name -> holds(all, name.getKey()))
        .map(Map.Entry::getValue)
        .distinct()
        .sorted()
        .toList();
  }

  static int vectorBits(List<String> flags) {
    if (flags.contains("avx512f")) {
      return 512;
    }
    if (flags.contains("avx")) {
      return 256;
    }
    return flags.contains("sse2") || flags.contains("asimd") ? 128 : 0;
  }

  /** As a whole word that is not switched off: sysctl prints "hw.optional.avx2_0: 0". */
  private static boolean holds(String all, String name) {
    for (int at = all.indexOf(name); at >= 0; at = all.indexOf(name, at + 1)) {
      char before = all.charAt(at - 1);
      String rest = all.substring(at + name.length()).replaceFirst("^[:=]", " ");
      boolean whole = !isWord(before) && !isWord(rest.charAt(0));
      if (whole && !rest.strip().startsWith("0 ") && !rest.strip().equals("0")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private static Map<String, String> names() {
    Map<String, String> names = new TreeMap<>();
    names.put("PF_XMMI64_INSTRUCTIONS_AVAILABLE", "sse2");
    names.put("PF_SSE4_2_INSTRUCTIONS_AVAILABLE", "sse4_2");
    names.put("PF_AVX_INSTRUCTIONS_AVAILABLE", "avx");
    names.put("PF_AVX2_INSTRUCTIONS_AVAILABLE", "avx2");
    names.put("PF_AVX512F_INSTRUCTIONS_AVAILABLE", "avx512f");
    names.put("PF_ARM_NEON_INSTRUCTIONS_AVAILABLE", "asimd");
    names.put("PF_ARM_V8_INSTRUCTIONS_AVAILABLE", "asimd");
    names.put("PF_ARM_V82_DP_INSTRUCTIONS_AVAILABLE", "asimddp");
    names.put("PF_ARM_SVE_INSTRUCTIONS_AVAILABLE", "sve");
    names.put("PF_ARM_SVE2_INSTRUCTIONS_AVAILABLE", "sve2");
    names.put("SSE2", "sse2");
    names.put("SSE4.2", "sse4_2");
    names.put("AVX1.0", "avx");
    names.put("AVX2", "avx2");
    names.put("FMA", "fma");
    names.put("F16C", "f16c");
    names.put("AVX512F", "avx512f");
    names.put("HW.OPTIONAL.AVX1_0", "avx");
    names.put("HW.OPTIONAL.AVX2_0", "avx2");
    names.put("HW.OPTIONAL.AVX512F", "avx512f");
    names.put("HW.OPTIONAL.ADVSIMD", "asimd");
    names.put("HW.OPTIONAL.NEON", "asimd");
    names.put("FEAT_DOTPROD", "asimddp");
    names.put("FEAT_FP16", "asimdhp");
    names.put("FEAT_FHM", "asimdfhm");
    names.put("FEAT_I8MM", "i8mm");
    names.put("FEAT_BF16", "bf16");
    names.put("FEAT_SME", "sme");
    names.put("FEAT_SME2", "sme2");
    return Map.copyOf(names);
  }
}
