package assay.probe.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import assay.probe.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsaTest {

  private static final String SVE_PATH = "/proc/sys/abi/sve_default_vector_length";

  private static CpuInfo line(String key, String value) {
    return CpuInfo.parse("processor\t: 0\n" + key + "\t: " + value + "\n");
  }

  private static Reading<Long> sve(long bytes) {
    return Reading.of(bytes, "", SVE_PATH);
  }

  @Test
  void readsTheFlagsOfASapphireRapids() {
    Isa isa =
        X86Isa.of(
            line(
                "flags",
                "fpu sse2 avx avx2 fma f16c avx512f avx512_vnni avx512_bf16 avx512_fp16 amx_bf16"
                    + " amx_tile amx_int8 avx_vnni"));
    assertEquals(
        List.of(
            "sse2",
            "avx",
            "f16c",
            "fma",
            "avx2",
            "avx_vnni",
            "avx512f",
            "avx512_vnni",
            "avx512_bf16",
            "avx512_fp16",
            "amx_tile",
            "amx_int8",
            "amx_bf16"),
        isa.flags().asOptional().orElseThrow());
    assertEquals(Reading.of(512, "bit", "/proc/cpuinfo"), isa.vectorBits());
  }

  @ParameterizedTest
  @CsvSource({"sse2,128", "sse2 avx,256", "avx avx2 avx512f,512"})
  void widensWithTheExtensions(String flags, int bits) {
    assertEquals(
        Reading.of(bits, "bit", "/proc/cpuinfo"), X86Isa.of(line("flags", flags)).vectorBits());
  }

  @Test
  void anAvx512WithoutFoundationDoesNotWiden() {
    Isa isa = X86Isa.of(line("flags", "sse2 avx avx512_vnni_but_not_quite"));
    assertEquals(List.of("sse2", "avx"), isa.flags().asOptional().orElseThrow());
  }

  @Test
  void takesTheSveLengthFromTheKernel() {
    CpuInfo grace = line("Features", "fp asimd asimddp sve sve2 svei8mm svebf16 i8mm bf16");
    Isa isa = ArmIsa.of(grace, sve(16));
    assertEquals(Reading.of(128, "bit", SVE_PATH), isa.vectorBits());
    assertEquals(
        List.of("asimd", "asimddp", "i8mm", "bf16", "sve", "sve2", "svei8mm", "svebf16"),
        isa.flags().asOptional().orElseThrow());
    assertEquals(
        Reading.of(512, "bit", SVE_PATH), ArmIsa.of(line("Features", "sve"), sve(64)).vectorBits());
  }

  @ParameterizedTest
  @CsvSource({"0", "17", "512", "-16"})
  void refusesAnSveLengthThatTheArchitectureForbids(long bytes) {
    assertEquals(
        Reading.unreadable(SVE_PATH + " holds " + bytes + ", not an SVE length"),
        ArmIsa.of(line("Features", "asimd sve"), sve(bytes)).vectorBits());
  }

  @Test
  void sveWithoutALengthIsNotGuessed() {
    Isa isa = ArmIsa.of(line("Features", "asimd sve"), Reading.absent("no " + SVE_PATH));
    assertEquals(Reading.absent("no " + SVE_PATH), isa.vectorBits());
  }

  @Test
  void splitsARiscvIsaLine() {
    assertEquals(
        List.of("i", "m", "a", "f", "d", "c", "v", "zicbom", "zvl256b"),
        RiscvIsa.extensions("rv64imafdcv_zicbom_zvl256b"));
    assertEquals(List.of("i", "m", "a", "f", "d", "c"), RiscvIsa.extensions("RV64GC"));
    assertEquals(List.of(), RiscvIsa.extensions("rv64"));
  }

  @ParameterizedTest
  @CsvSource({"rv64gcv,128", "rv64gcv_zvl128b_zvl512b,512", "rv64gc_zve32x_zvl64b,64"})
  void riscvStatesAMinimumVectorLength(String line, int bits) {
    assertEquals(
        Reading.of(bits, "bit", "/proc/cpuinfo, a minimum"),
        RiscvIsa.of(line("isa", line)).vectorBits());
  }

  @Test
  void riscvWithoutVSaysSo() {
    assertEquals(
        Reading.unsupported("this core has no vector extension"),
        RiscvIsa.of(line("isa", "rv64imafdc")).vectorBits());
  }

  @Test
  void missingLinesHaveAReason() {
    CpuInfo empty = CpuInfo.parse("processor : 0\n");
    assertEquals(Reading.unreadable("/proc/cpuinfo has no flags line"), X86Isa.of(empty).flags());
    assertEquals(Reading.unreadable("/proc/cpuinfo has no isa line"), RiscvIsa.of(empty).flags());
    assertFalse(ArmIsa.of(empty, sve(16)).vectorBits().isPresent());
  }

  @Test
  void unknownArmPartsKeepTheirNumber() {
    assertEquals("Cortex-A720", ArmParts.part("0x41", "0xd81"));
    assertEquals("Samsung part 0x123", ArmParts.part("0x53", "0x123"));
    assertEquals("implementer 0x7a part 0x001", ArmParts.part("0x7a", "0x001"));
  }
}
