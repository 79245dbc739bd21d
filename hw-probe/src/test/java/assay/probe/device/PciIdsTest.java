package assay.probe.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.device.PciIds.Entry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PciIdsTest {

  @Test
  void theBundledTableIsWellFormed() {
    PciIds ids = PciIds.bundled();
    assertEquals(List.of(), ids.warnings());
    assertTrue(ids.entries().size() > 400, () -> "only " + ids.entries().size());
  }

  @ParameterizedTest
  @CsvSource({
    "1e52,b140,0,npu,Tenstorrent Blackhole",
    "1002,74a1,0,gpu,AMD Aqua Vanjaram [Instinct MI300X]",
    "8086,fd3e,0,npu,Intel NPU (Wildcat Lake)",
    "1022,17f0,00,npu,AMD XDNA 2 NPU (npu2)",
    "1022,17f0,10,npu,'AMD XDNA 2 NPU (npu4, Strix)'",
    "1022,17f0,99,npu,AMD XDNA 2 NPU",
    "17cb,a100,0,npu,Qualcomm Cloud AI 100 (AIC100)",
    "10de,2335,a1,gpu,NVIDIA GH100 [H200 SXM 141GB]",
    "1eff,1250,0,npu,Rebellions RBLN-CA25 (PF)",
    "1da3,1060,0,npu,Habana Labs (Intel) Gaudi3 AI Training Accelerator",
    "1a03,2000,0,display,ASPEED BMC graphics"
  })
  void knowsChips(String vendor, String device, String revision, String kind, String name) {
    assertEquals(
        Optional.of(new Entry(kind, name)),
        PciIds.bundled().find(hex(vendor), hex(device), hex(revision)));
  }

  @Test
  void aMakersNameAloneMakesNoAccelerator() {
    PciIds ids = PciIds.bundled();
    assertEquals("vendor", ids.find(0x10de, 0x22ba, 0).orElseThrow().kind());
    assertEquals("npu", ids.find(0x209f, 0x1234, 0).orElseThrow().kind());
    assertTrue(ids.find(0xbeef, 0xbeef, 0).isEmpty());
  }

  @Test
  void theUsersLinesWin() {
    PciIds user =
        PciIds.parse(
            "# mine\n\nBEEF  vendor  Acme\nbeef:0010-0012  npu  Anvil # 1\n1e52:b140 npu Mine\n",
            "file");
    PciIds ids = PciIds.bundled().with(user);
    assertEquals(Optional.of(new Entry("npu", "Acme Anvil # 1")), ids.find(0xbeef, 0x12, 0));
    assertEquals(Optional.of(new Entry("vendor", "Acme")), ids.find(0xbeef, 0x13, 0));
    assertEquals("Tenstorrent Mine", ids.find(0x1e52, 0xb140, 0).orElseThrow().name());
    assertTrue(ids.knows(0x1e52, 0x401e), "other lines stay");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e52 npu",
        "1e5 npu X",
        "1e52:b140 tpu X",
        "1e52:b1400 npu X",
        "1e52:zzzz npu X",
        "1e52:0020-0010 npu X",
        "\tb140  Blackhole",
        "1e52/00 npu X"
      })
  void namesTheMalformedLine(String line) {
    PciIds ids = PciIds.parse("beef npu Fine\n" + line + "\n", "/home/u/pci.ids");
    assertEquals(1, ids.entries().size());
    assertEquals(
        List.of(
            "/home/u/pci.ids line 2: \"%s\" is not \"vendor[:device[/revision]] kind name\"; the"
                    .formatted(line.strip())
                + " line is ignored."),
        ids.warnings());
  }

  @Test
  void aFileOfGarbageDoesNotFloodTheReport() {
    PciIds ids = PciIds.parse("x\n".repeat(5000), "f");
    assertEquals(11, ids.warnings().size());
    assertEquals("f: 4990 more lines are ignored.", ids.warnings().getLast());
  }

  @ParameterizedTest
  @CsvSource({
    "1200,accelerator",
    "1201,accelerator",
    "0300,gpu",
    "0302,gpu",
    "0380,gpu",
    "0b40,accelerator"
  })
  void countsByClass(String shortClass, String kind) {
    assertEquals(Optional.of(kind), PciFunction.kind(hex(shortClass)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000", "0200", "0604", "0108", "0b20", "ffff", "1300"})
  void otherClassesDoNotCount(String shortClass) {
    assertFalse(PciFunction.kind(hex(shortClass)).isPresent());
    assertFalse(PciFunction.kind(-1).isPresent());
  }

  @Test
  void looksUpNamesInTheSystemsOwnTable() {
    String ids =
        """
        # comment
        1234  First Maker
        \t0001  Not this
        beef  Acme
        # comment
        \t0001  Anvil
        \t\tbeef 0002  Sub
        \t0002  Hammer
        cafe  Other
        \t0003  Saw
        """;
    assertEquals(Optional.of("Acme Hammer"), PciNames.find(ids, 0xbeef, 2));
    assertEquals(Optional.of("Acme device 0003"), PciNames.find(ids, 0xbeef, 3));
    assertEquals(Optional.empty(), PciNames.find(ids, 0xdead, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "'rockchip,rk3588-rknn-core',npu,Rockchip NPU (rk3588)",
    "'rockchip,rk3588-rknpu',npu,Rockchip NPU (rk3588)",
    "'samsung,exynos-npu',npu,Samsung Exynos NPU",
    "'samsung,exynos9925-npu',npu,Samsung Exynos NPU",
    "'arm,ethos-u85',npu,Arm Ethos-u85",
    "'arm,mali-valhall-csf',gpu,Arm Mali GPU",
    "'rockchip,rk3588-mali',gpu,Arm Mali GPU",
    "'nvidia,tegra194-nvdla',npu,NVIDIA DLA (tegra194)"
  })
  void knowsDeviceTreeNames(String compatible, String kind, String name) {
    assertEquals(
        Optional.of(new Entry(kind, name)), PlatformIds.find(List.of("x,unknown", compatible)));
  }

  @Test
  void otherDeviceTreeNamesDoNotCount() {
    assertEquals(
        Optional.empty(),
        PlatformIds.find(List.of("rockchip,rk3588-vop", "arm,gic-v3", "samsung,exynos-usi", "")));
  }

  private static int hex(String text) {
    return Integer.parseInt(text, 16);
  }
}
