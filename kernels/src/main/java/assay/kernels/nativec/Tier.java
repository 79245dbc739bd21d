package assay.kernels.nativec;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A set of instructions that the library has kernels for; a later one is faster on its family.
 *
 * <p>SVE at 128 bits comes before NEON, which says the same in fewer instructions: it is there to
 * be tested.
 */
public enum Tier {
  GENERIC("portable C"),
  AVX2("AVX2, FMA, F16C"),
  AVXVNNI("AVX2, AVX-VNNI"),
  AVX512("AVX-512 F, BW, DQ, VL"),
  AVX512VNNI("AVX-512 F, BW, DQ, VL, VNNI"),
  AVX512BF16("AVX-512 F, BW, DQ, VL, VNNI, BF16"),
  AMX("AMX int8 and bf16, so far tested against a model only"),
  SVE128("SVE, 128 bits"),
  NEON("NEON"),
  DOTPROD("NEON, dot product"),
  I8MM("NEON, dot product, 8-bit matrix product"),
  SVE256("SVE, 256 bits"),
  SVE512("SVE, 512 bits"),
  BF16("NEON, bfloat16 dot product"),
  RVV128("RISC-V V, 128 bits"),
  RVV256("RISC-V V, 256 bits");

  private final String isa;

  Tier(String isa) {
    this.isa = isa;
  }

  /** As in symbols: {@code avx512vnni}. */
  public String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For people. */
  public String isa() {
    return isa;
  }

  /**
   * Whether no processor ever ran it, not even an emulated one: then it runs where it is named, and
   * is nobody's default.
   */
  public boolean isUntried() {
    return this == AMX;
  }

  /**
   * Tiers of a bit set, best first.
   *
   * @param bits what {@code assay_tiers} returns; bit i is the i-th constant here
   * @param cap the best that may be used, or empty for no limit
   */
  static List<Tier> of(int bits, Optional<Tier> cap) {
    return Arrays.stream(values())
        .filter(tier -> (bits >> tier.ordinal() & 1) == 1)
        .filter(tier -> tier.compareTo(cap.orElse(tier)) <= 0)
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /** The tier with this name, in any case. */
  static Optional<Tier> named(String name) {
    return Arrays.stream(values()).filter(tier -> tier.name().equalsIgnoreCase(name)).findFirst();
  }
}
