package assay.kernels.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Availability;
import assay.kernels.Device;
import assay.kernels.DeviceLostException;
import assay.kernels.DeviceTimer;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.QueuedGraph;
import assay.kernels.QueuedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Tensor;
import assay.kernels.gpu.driver.GpuLibraries;
import assay.kernels.gpu.driver.Maker;
import assay.kernels.peers.SmallLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said, and what is left, when a driver does not do what it was asked for. */
class GpuBackendTest {

  private static final Spec SPEC = Spec.parse("dequant:f16*f32:m64,k64");
  private static final int COUNT = 64 * 64;

  @AfterEach
  void nothingIsLeftAllocated() {
    for (Maker maker : Maker.values()) {
      assertEquals(0, FakeGpu.of(maker).told("").allocatedBytes());
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutADriver(Maker maker, @TempDir Path empty) {
    var backend = new GpuBackend(new GpuLibraries(maker, List.of(empty)), empty);
    assertEquals(
        "no %s in the system's library folders; %s may name another folder"
            .formatted(maker.driverNames().getFirst(), maker.variable()),
        reason(backend));
    assertEquals(List.of(), backend.devices());
  }

  @ParameterizedTest
  @EnumSource
  void withoutADevice(Maker maker) {
    String reason = reason(FakeGpu.of(maker).told("devices=0").backend());
    assertTrue(reason.endsWith("has no device that this process may use"), reason);
  }

  @Test
  void withTwoVersionsOfADriver() {
    String reason = reason(FakeGpu.of(Maker.CUDA).told("fail=cuInit:803").backend());
    assertTrue(
        reason.contains("does not start: cuInit: CUDA_ERROR_SYSTEM_DRIVER_MISMATCH (803)"), reason);
  }

  @Test
  void withADriverThatLacksFunctions(@TempDir Path folder) throws Exception {
    SmallLibrary.compile(folder.resolve("libcuda.so.1"), "int cuInit(unsigned x) { return x; }");
    String reason = reason(new GpuBackend(new GpuLibraries(Maker.CUDA, List.of(folder)), folder));
    assertTrue(reason.endsWith("libcuda.so.1 has no cuDriverGetVersion"), reason);
  }

  @ParameterizedTest
  @EnumSource
  void listsDevices(Maker maker) {
    GpuBackend backend = FakeGpu.of(maker).told("devices=2,pci=0000:C1:00.0").backend();
    List<Device> devices = backend.devices();
    assertEquals(
        List.of(maker.id() + "0", maker.id() + "1"), devices.stream().map(Device::id).toList());
    assertEquals("0000:c1:00.0", devices.getFirst().memory().orElseThrow().pciAddress());
    String code = backend.notes(devices.getLast()).getFirst();
    assertTrue(code.matches("code: (NVRTC 13.0, sm_90a|hiprtc .*, gfx.*)"), code);
    // Of AMD's devices HIP tells the L2, which is not the last.
    assertEquals(
        maker == Maker.CUDA ? 1 << 20 : 0,
        devices.getFirst().memory().orElseThrow().lastCacheBytes());
  }

  @ParameterizedTest
  @EnumSource
  void saysHowMuchMemoryIsMissing(Maker maker) {
    GpuBackend backend = FakeGpu.of(maker).told("memory=20000").backend();
    var refused = assertThrows(KernelUnavailableException.class, () -> prepare(backend));
    assertTrue(refused.getMessage().contains("missing"), refused.getMessage());
    assertTrue(refused.getMessage().contains("on " + maker.id() + "0"), refused.getMessage());
  }

  @Test
  void givesBackWhatItGotBeforeTheMemoryWasOut() {
    GpuBackend backend = FakeGpu.of(Maker.CUDA).told("fail=cuMemAlloc_v2:2:2").backend();
    var refused = assertThrows(KernelUnavailableException.class, () -> prepare(backend));
    assertTrue(refused.getMessage().contains("in one piece"), refused.getMessage());
  }

  @Test
  void aDeviceThatAnotherProcessHasForItself() {
    GpuBackend backend = FakeGpu.of(Maker.CUDA).told("fail=cuDevicePrimaryCtxRetain:46").backend();
    var refused = assertThrows(KernelUnavailableException.class, () -> prepare(backend));
    assertTrue(
        refused
            .getMessage()
            .contains(
                "cuda0 cannot be used: cuDevicePrimaryCtxRetain: CUDA_ERROR_DEVICE_UNAVAILABLE"),
        refused.getMessage());
  }

  @Test
  void codeThatADriverIsTooOldFor() {
    GpuBackend backend = FakeGpu.of(Maker.CUDA).told("fail=cuModuleLoadData:222").backend();
    var refused = assertThrows(KernelUnavailableException.class, () -> prepare(backend));
    assertTrue(
        refused.getMessage().contains("is not loaded by libcuda.so.1, CUDA 13.0"),
        refused.getMessage());
  }

  @Test
  void aLaunchThatIsRefused() {
    FakeGpu gpu = FakeGpu.of(Maker.CUDA).told("");
    try (QueuedKernel kernel = prepare(gpu.backend())) {
      gpu.told("fail=cuLaunchKernel:701");
      var failed = assertThrows(IllegalStateException.class, kernel::run);
      assertTrue(failed.getMessage().contains("LAUNCH_OUT_OF_RESOURCES"), failed.getMessage());
      gpu.told("");
      kernel.run();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeviceThatIsLostWhileAKernelRuns(Maker maker) {
    FakeGpu gpu = FakeGpu.of(maker).told("");
    QueuedKernel kernel = prepare(gpu.backend());
    kernel.run();
    boolean cuda = maker == Maker.CUDA;
    String await = "fail=%s:719".formatted(cuda ? "cuStreamSynchronize" : "hipStreamSynchronize");
    String free = "fail=%s:719".formatted(cuda ? "cuMemFree_v2" : "hipFree");
    gpu.told(await + "," + free);
    kernel.enqueue();
    var lost = assertThrows(DeviceLostException.class, kernel::await);
    assertTrue(
        lost.getMessage().startsWith("device %s0 was lost".formatted(maker.id())),
        lost.getMessage());
    // Memory of a lost device is lost too, which is no reason to fail once more.
    kernel.close();
    assertTrue(gpu.allocatedBytes() > 0);
    gpu.told("forget");
  }

  @Test
  void givesBackEverythingAlsoWhenClosingFails() {
    FakeGpu gpu = FakeGpu.of(Maker.CUDA).told("");
    QueuedKernel kernel = prepare(gpu.backend());
    long all = gpu.allocatedBytes();
    gpu.told("fail=cuStreamSynchronize:1");
    var failed = assertThrows(IllegalStateException.class, kernel::close);
    assertTrue(failed.getMessage().startsWith("cuStreamSynchronize: "), failed.getMessage());
    assertTrue(all > 0);
    assertEquals(0, gpu.allocatedBytes());
    kernel.close();
  }

  @ParameterizedTest
  @EnumSource
  void timesWithTheDevicesClock(Maker maker) {
    FakeGpu gpu = FakeGpu.of(maker).told("timer=1000");
    try (QueuedKernel kernel = prepare(gpu.backend());
        DeviceTimer timer = kernel.timer().orElseThrow()) {
      long start = System.nanoTime();
      timer.begin();
      kernel.run();
      timer.end();
      kernel.await();
      long host = System.nanoTime() - start;
      // A thousand times what passed between the events, which is most of what passed here.
      assertTrue(
          timer.nanos() > host, timer.nanos() + " ns of the device, " + host + " of the host");
    }
  }

  @ParameterizedTest
  @EnumSource
  void replaysAGraph(Maker maker) {
    FakeGpu gpu = FakeGpu.of(maker).told("");
    GpuBackend backend = gpu.backend();
    try (QueuedKernel first = prepare(backend);
        QueuedKernel second = prepare(backend);
        QueuedGraph graph = first.graph(List.of(first, second)).orElseThrow()) {
      float[] expected = result(first, true);
      first.poisonOutput();
      second.poisonOutput();
      graph.enqueue();
      first.await();
      assertArrayEquals(expected, result(first, false));
      assertArrayEquals(expected, result(second, false));
    }
  }

  @ParameterizedTest
  @EnumSource
  void runsOnAnotherThreadThanItWasPreparedOn(Maker maker) throws Exception {
    try (QueuedKernel kernel = prepare(FakeGpu.of(maker).told("").backend());
        var other = Executors.newSingleThreadExecutor()) {
      float[] expected = result(kernel, true);
      kernel.poisonOutput();
      assertArrayEquals(expected, other.submit(() -> result(kernel, true)).get());
      other.submit(() -> kernel.timer().orElseThrow().begin()).get();
    }
  }

  @ParameterizedTest
  @EnumSource
  void isReadOnAThreadThatDidNothingElse(Maker maker) throws Exception {
    try (QueuedKernel kernel = prepare(FakeGpu.of(maker).told("").backend());
        var other = Executors.newSingleThreadExecutor()) {
      float[] expected = result(kernel, true);
      assertArrayEquals(expected, other.submit(() -> result(kernel, false)).get());
    }
  }

  /** As a library of another subject does, which has the same driver and a device of its own. */
  @ParameterizedTest
  @EnumSource
  void anotherBackendTurnsTheThreadToAnotherDevice(Maker maker) {
    FakeGpu gpu = FakeGpu.of(maker).told("devices=2");
    GpuBackend backend = gpu.backend();
    try (QueuedKernel first = prepare(backend, 0);
        QueuedKernel second = prepare(gpu.backend(), 1);
        QueuedKernel third = prepare(backend, 0)) {
      float[] expected = result(first, true);
      assertArrayEquals(expected, result(second, true));
      assertArrayEquals(expected, result(third, true));
      assertArrayEquals(expected, result(first, true));
    }
  }

  @Test
  void aDriverWithoutGraphs() {
    FakeGpu gpu = FakeGpu.of(Maker.CUDA).told("fail=cuGraphInstantiateWithFlags:801");
    try (QueuedKernel kernel = prepare(gpu.backend())) {
      assertEquals(
          "cuda: cuGraphInstantiateWithFlags: CUDA_ERROR_NOT_SUPPORTED (801)",
          refusedGraph(kernel).split(", ")[0]);
    }
  }

  @Test
  void aLaunchThatNoGraphTakes() {
    FakeGpu gpu = FakeGpu.of(Maker.CUDA).told("");
    try (QueuedKernel kernel = prepare(gpu.backend())) {
      gpu.told("fail=cuLaunchKernel:900,fail=cuStreamEndCapture:901");
      assertEquals("cuda: cuLaunchKernel", refusedGraph(kernel).split(": C")[0]);
      gpu.told("");
      // The queue is one again.
      kernel.run();
    }
  }

  private static String refusedGraph(QueuedKernel kernel) {
    List<QueuedKernel> round = List.of(kernel);
    return assertThrows(KernelUnavailableException.class, () -> kernel.graph(round)).getMessage();
  }

  private static float[] result(QueuedKernel kernel, boolean run) {
    if (run) {
      kernel.run();
    }
    float[] result = new float[COUNT];
    kernel.readOutput(result);
    return result;
  }

  private static QueuedKernel prepare(GpuBackend backend) {
    return prepare(backend, 0);
  }

  private static QueuedKernel prepare(GpuBackend backend, int number) {
    MemorySegment data = Arena.ofAuto().allocate(2L * COUNT, 64);
    for (int i = 0; i < COUNT; i++) {
      data.setAtIndex(java.lang.foreign.ValueLayout.JAVA_SHORT, i, Float.floatToFloat16(i));
    }
    var inputs = new Inputs.Dequant(new Tensor(Format.F16, 64, 64, data));
    Device device = backend.devices().get(number);
    return (QueuedKernel) backend.prepare(SPEC, device, inputs, Settings.ofThreads(1));
  }

  private static String reason(GpuBackend backend) {
    return assertInstanceOf(Availability.Unavailable.class, backend.availability()).reason();
  }
}
