package assay.kernels.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.DeviceCeiling;
import assay.kernels.DeviceLostException;
import assay.kernels.KernelUnavailableException;
import assay.kernels.gpu.driver.GpuLibraries;
import assay.kernels.gpu.driver.Maker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every limit of a device that runs on the host: that it is measured, and what is said if not. */
class GpuCeilingsTest {

  private static final Set<String> IDS =
      Set.of(
          "copy.memory",
          "read.memory",
          "write.memory",
          "read.L2",
          "fma.f32",
          "launch",
          "launch.queued",
          "upload.pinned",
          "upload.pageable",
          "download.pinned",
          "download.pageable",
          "matmul.f32",
          "matmul.tf32",
          "matmul.f16",
          "matmul.bf16",
          "matmul.f8",
          "matmul.i8");

  /** So that buffers and matrices are small: a little beside the workspace of matmul. */
  private static final String SMALL = "memory=34000000";

  private static final String SMALL_OF_AMD = "memory=134700000";

  private static FakeGpu small(Maker maker) {
    return FakeGpu.of(maker).told(maker == Maker.CUDA ? SMALL : SMALL_OF_AMD);
  }

  @AfterEach
  void nothingIsLeft() {
    for (Maker maker : Maker.values()) {
      FakeGpu gpu = FakeGpu.of(maker).told("").toldLibrary("");
      assertEquals(0, gpu.allocatedBytes());
      assertEquals(0, gpu.livingDescriptors());
    }
  }

  private static Map<String, DeviceCeiling> ceilings(GpuBackend backend) {
    Map<String, DeviceCeiling> ceilings = new LinkedHashMap<>();
    for (DeviceCeiling one : backend.ceilings(backend.devices().getFirst())) {
      assertEquals(null, ceilings.put(one.id(), one), one.id());
    }
    return ceilings;
  }

  @ParameterizedTest
  @EnumSource
  void eachIsMeasured(Maker maker) {
    GpuBackend backend = small(maker).toldLibrary("").backend();
    Map<String, DeviceCeiling> ceilings = ceilings(backend);
    assertEquals(IDS, ceilings.keySet());
    for (DeviceCeiling one : ceilings.values()) {
      try (DeviceCeiling.Sampler sampler = one.prepare().get()) {
        double sample = sampler.sample();
        assertTrue(sample > 0 && Double.isFinite(sample), () -> one.id() + ": " + sample);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofTheLibrarysBackendTheyAreTheSame(Maker maker) {
    FakeGpu gpu = small(maker).toldLibrary("");
    assertEquals(ceilings(gpu.backend()).keySet(), ceilings(gpu.blaslt()).keySet());
  }

  /** Twice the time by the device's clock is half the rate. */
  @Test
  void theDevicesClockTells() {
    FakeGpu gpu = small(Maker.CUDA);
    DeviceCeiling read = ceilings(gpu.backend()).get("read.memory");
    try (DeviceCeiling.Sampler sampler = read.prepare().get()) {
      double rate = sampler.sample();
      gpu.told(SMALL + ",timer=1000");
      assertTrue(sampler.sample() < rate / 10);
    }
  }

  @Test
  void withoutTheLibrary(@TempDir Path folder) throws Exception {
    FakeGpu gpu = small(Maker.CUDA);
    for (String name : List.of("libcuda.so.1", "libnvrtc.so.13")) {
      Files.copy(gpu.folder().resolve(name), folder.resolve(name));
    }
    var backend = new GpuBackend(new GpuLibraries(Maker.CUDA, List.of(folder)), folder);
    Map<String, DeviceCeiling> ceilings = ceilings(backend);
    assertEquals(IDS, ceilings.keySet());
    assertEquals(
        "cublaslt: no libcublasLt.so.13 in the system's library folders;"
            + " ASSAY_CUDA may name another folder",
        refusal(ceilings.get("matmul.f16")));
  }

  @Test
  void whatADeviceHasNoUnitsFor() {
    GpuBackend backend = FakeGpu.of(Maker.CUDA).told(SMALL + ",architecture=80").backend();
    assertEquals(
        "cublaslt: cuda0 has units for f8 from compute capability 8.9 on, and is 8.0",
        refusal(ceilings(backend).get("matmul.f8")));
  }

  @Test
  void whatTheLibraryHasNoAlgorithmFor() {
    FakeGpu gpu = small(Maker.HIP).toldLibrary("offers=0");
    assertTrue(
        refusal(ceilings(gpu.backend()).get("matmul.tf32"))
            .endsWith("of tf32: its heuristic has no algorithm for it"));
  }

  @Test
  void aDeviceThatIsLostMeanwhile() {
    FakeGpu gpu = small(Maker.CUDA);
    DeviceCeiling launch = ceilings(gpu.backend()).get("launch");
    DeviceCeiling.Sampler sampler = launch.prepare().get();
    gpu.told(SMALL + ",fail=cuStreamSynchronize:719");
    assertThrows(DeviceLostException.class, sampler::sample);
    sampler.close();
  }

  private static String refusal(DeviceCeiling ceiling) {
    return assertThrows(KernelUnavailableException.class, () -> ceiling.prepare().get())
        .getMessage();
  }
}
