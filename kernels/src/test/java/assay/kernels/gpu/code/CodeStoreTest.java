package assay.kernels.gpu.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.KernelUnavailableException;
import assay.kernels.gpu.FakeGpu;
import assay.kernels.gpu.driver.GpuLibraries;
import assay.kernels.gpu.driver.Maker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which code a device is given, and what is said of it. */
class CodeStoreTest {

  private static final Module F16 = new Module("small", Map.of("ASSAY_FORMAT", "F16"));

  /** Ready-made for any device, and not for 9.0a. */
  private static final Module F32 = new Module("small", Map.of("ASSAY_FORMAT", "F32"));

  /** Not ready-made. */
  private static final Module BF16 = new Module("small", Map.of("ASSAY_FORMAT", "BF16"));

  @TempDir private Path folder;
  private FakeGpu gpu;

  @BeforeEach
  void obedient() {
    gpu = FakeGpu.of(Maker.CUDA).told("").compilerTold("");
  }

  @AfterEach
  void forgetCommands() {
    gpu.told("").compilerTold("");
  }

  private Code compiled(Module module) {
    return CodeStore.open(gpu.libraries(), folder.resolve("cache"))
        .of(module, gpu.device(), "driver");
  }

  private Code withoutCompiler(Module module) {
    return CodeStore.open(new GpuLibraries(Maker.CUDA, List.of(folder)), folder.resolve("cache"))
        .of(module, gpu.device(), "driver");
  }

  private static String text(Code code) {
    return code.image().getString(0);
  }

  private String said(GpuLibraries libraries) {
    return CodeStore.open(libraries, folder).text(gpu.device());
  }

  @Test
  void saysBeforehandWhichItWillBe() {
    assertEquals(compiled(F16).origin(), said(gpu.libraries()));
    String missing =
        "no libnvrtc.so.13 in the system's library folders; ASSAY_CUDA may name another folder";
    var none = new GpuLibraries(Maker.CUDA, List.of(folder));
    assertEquals("ready-made ptx90a and ptx (%s)".formatted(missing), said(none));
    gpu.told("architecture=89");
    assertEquals("ready-made ptx (%s)".formatted(missing), said(none));
    gpu = FakeGpu.of(Maker.HIP).told("");
    assertEquals(
        "none: this build has no %s, and no libhiprtc.so.7 in the system's library folders;"
                .formatted(gpu.device().architecture())
            + " ASSAY_HIP may name another folder",
        said(new GpuLibraries(Maker.HIP, List.of(folder))));
  }

  @Test
  void theCompilerIsPreferred() {
    Code code = compiled(F16);
    assertEquals("NVRTC 13.0, sm_90a", code.origin());
    assertTrue(text(code).startsWith("fake:/"), text(code));
  }

  @Test
  void withoutACompilerHopperGetsWhatIsMadeForIt() {
    Code code = withoutCompiler(F16);
    assertEquals(
        "ready-made ptx90a/small.F16.ptx (no libnvrtc.so.13 in the system's library folders;"
            + " ASSAY_CUDA may name another folder)",
        code.origin());
    assertEquals("// PTX of a test, for 9.0a\n", text(code));
  }

  @Test
  void hopperGetsWhatIsForAnyDeviceWhereNothingElseIs() {
    Code code = withoutCompiler(F32);
    assertTrue(code.origin().startsWith("ready-made ptx/small.F32.ptx ("), code.origin());
    assertEquals("// PTX of a test, for any\n", text(code));
  }

  @Test
  void noOtherDeviceIsGivenWhatIsForHopper() {
    for (String architecture : List.of("75", "89", "100", "120")) {
      gpu.told("architecture=" + architecture);
      Code code = withoutCompiler(F16);
      assertTrue(code.origin().startsWith("ready-made ptx/small.F16.ptx ("), code.origin());
    }
  }

  @Test
  void withoutEitherItSaysWhatIsMissing() {
    var refused = assertThrows(KernelUnavailableException.class, () -> withoutCompiler(BF16));
    assertEquals(
        "cuda: this build has no ptx90a/small.BF16.ptx or ptx/small.BF16.ptx, and no"
            + " libnvrtc.so.13 in the system's library folders; ASSAY_CUDA may name another folder",
        refused.getMessage());
  }

  @Test
  void aCompilerOlderThanTheDevice() {
    gpu.compilerTold("version=11.4,newest=87");
    assertEquals(
        "ready-made ptx90a/small.F16.ptx (small.F16 does not compile with NVRTC 11.4"
            + " (NVRTC_ERROR_INVALID_OPTION):"
            + " nvrtc: error: invalid value for --gpu-architecture (-arch))",
        compiled(F16).origin());
  }

  @Test
  void aSourceThatDoesNotCompileIsNotPassedOverInSilence() {
    gpu.compilerTold("refuse");
    String origin = compiled(F16).origin();
    assertTrue(
        origin.startsWith("ready-made ptx90a/small.F16.ptx (small.F16 does not compile"), origin);
    assertTrue(origin.contains("small.F16.cu(1): error: told to refuse"), origin);
    var refused = assertThrows(KernelUnavailableException.class, () -> compiled(BF16));
    String message = refused.getMessage();
    assertTrue(message.contains("small.BF16 does not compile with NVRTC 13.0"), message);
    assertTrue(message.contains("small.BF16.cu(1): error: told to refuse"), message);
    assertTrue(message.lines().count() <= 21, message);
  }

  @Test
  void aModuleThatItsSourceDoesNotDeclare() {
    var undeclared = new Module("small", Map.of("ASSAY_FORMAT", "Q4_0"));
    var refused = assertThrows(IllegalStateException.class, () -> compiled(undeclared));
    assertEquals(
        "small.cu: no line /* ready: ... */ of it declares {ASSAY_FORMAT=Q4_0}, so no bundle"
            + " would have it",
        refused.getMessage());
    assertEquals(0, gpu.compiles());
    for (Map<String, String> defines :
        List.of(Map.<String, String>of(), Map.of("ASSAY_FORMAT", "F16", "ASSAY_WIDE", "1"))) {
      var module = new Module("small", defines);
      assertThrows(IllegalStateException.class, () -> compiled(module), defines.toString());
    }
  }
}
