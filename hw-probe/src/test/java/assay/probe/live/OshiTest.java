package assay.probe.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Machine;
import assay.probe.MachineJson;
import assay.probe.Probe;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OshiTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", " ", "unknown", "Unknown", "unknown processor", "To be filled by O.E.M."})
  void textWithoutContentIsAReason(String value) {
    assertEquals(
        Reading.unsupported("OSHI does not state the model on this system"),
        Sentinels.text(value, "model"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void numbersThatMeanNothingAreReasons(double value) {
    assertFalse(Sentinels.positive(value, "W", "power").isPresent());
    assertFalse(Sentinels.count((int) Math.min(value, 0), "cores").isPresent());
    assertFalse(Sentinels.bytes((long) Math.min(value, 0), "memory").isPresent());
  }

  @Test
  void valuesPass() {
    assertEquals(Reading.of("M3", "", "OSHI"), Sentinels.text(" M3 ", "name"));
    assertEquals(Reading.of(41.5, "°C", "OSHI"), Sentinels.positive(41.5, "°C", "temperature"));
  }

  @Test
  void translatesWindowsFlags() {
    List<String> flags =
        OshiIsa.flags(
            List.of(
                "PF_XMMI64_INSTRUCTIONS_AVAILABLE",
                "PF_AVX2_INSTRUCTIONS_AVAILABLE",
                "PF_AVX_INSTRUCTIONS_AVAILABLE"));
    assertEquals(List.of("avx", "avx2", "sse2"), flags);
    assertEquals(256, OshiIsa.vectorBits(flags));
  }

  @Test
  void translatesMacFlagsAndHeedsZero() {
    assertEquals(
        List.of("asimd", "asimddp", "i8mm"),
        OshiIsa.flags(
            List.of(
                "hw.optional.AdvSIMD: 1",
                "hw.optional.arm.FEAT_DotProd: 1",
                "hw.optional.arm.FEAT_I8MM: 1",
                "hw.optional.arm.FEAT_SME: 0",
                "hw.optional.arm.FEAT_BF16: 0")));
    assertEquals(
        List.of("avx", "avx2", "fma"),
        OshiIsa.flags(List.of("machdep.cpu.features: FMA AVX1.0", "machdep.cpu.leaf7: AVX2")));
  }

  @Test
  void noFlagIsNoWidth() {
    assertEquals(0, OshiIsa.vectorBits(OshiIsa.flags(List.of("AVX2X", "XAVX2", "NOAVX512F_"))));
  }

  /** OSHI also runs on Linux, where both ways must agree on what both can see. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void agreesWithSysfsOnThisMachine() {
    Machine other = new OshiProbe().probe();
    Machine own = new Probe().probe(Root.live());
    assertEquals(own.cpu().logicalCores().asOptional(), other.cpu().logicalCores().asOptional());
    assertEquals(own.memory().totalBytes().asOptional(), other.memory().totalBytes().asOptional());
    assertEquals(own.cpu().architecture().asOptional(), other.cpu().architecture().asOptional());
    assertEquals(other, MachineJson.read(MachineJson.write(other)));
    assertTrue(
        other.sensors().stream().noneMatch(s -> s.reading().asOptional().orElse(1.0) <= 0),
        "no sentinel passes as a value");
  }
}
