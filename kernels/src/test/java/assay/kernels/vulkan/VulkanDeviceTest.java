package assay.kernels.vulkan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.DeviceCeiling;
import assay.kernels.DeviceTimer;
import assay.kernels.KernelUnavailableException;
import assay.kernels.QueuedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.binding.LibraryFolders;
import assay.kernels.compute.ComputeBackend;
import assay.kernels.compute.ComputeDevice;
import assay.kernels.compute.ComputeMemory;
import assay.kernels.compute.Module;
import assay.kernels.contract.ContractCase;
import assay.kernels.contract.Fill;
import assay.kernels.peers.Peers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device as it is installed: Mesa's lavapipe in CI. */
class VulkanDeviceTest {

  @TempDir private Path folder;
  private VulkanDriver driver;
  private ComputeBackend backend;
  private ComputeDevice device;

  @BeforeEach
  void requireADevice() throws Exception {
    driver =
        new VulkanDriver(
            LibraryFolders.fromEnvironment(VulkanDriver.VARIABLE, "assay.vulkan"),
            folder.resolve("cache"));
    backend = new ComputeBackend(driver);
    Peers.require("lavapipe", backend.availability());
    device = driver.find().devices().getFirst();
  }

  @Test
  void saysThatItIsTheHostsProcessor() {
    if (device.features().isHost()) {
      assertTrue(device.listed().name().endsWith(" (CPU)"), device.listed().name());
      assertTrue(device.kind().startsWith("CPU, Vulkan 1."), device.kind());
    }
    assertEquals("vulkan0", device.listed().id());
    assertTrue(device.listed().memory().orElseThrow().bytes() > 0);
  }

  @Test
  void moreThanTheDriverAllocatesIsRefusedWithTheFigure() {
    long largest = device.limits().largestAllocation();
    var thrown = assertThrows(KernelUnavailableException.class, () -> device.allocate(largest));
    assertEquals(
        "vulkan: vulkan0 allocates %d bytes at most in one piece, not %d"
            .formatted(largest, Math.ceilDiv(largest, 4) * 4 + VulkanMemory.SPARE),
        thrown.getMessage());
  }

  /** The result of a product is one buffer, in which a kernel sees so much. */
  @Test
  void moreThanAKernelSeesInOneBufferIsRefusedWithTheFigures() {
    long range = device.limits().largestPiece();
    long rows = range / (4 << 10) + 1;
    Spec spec = Spec.parse("matmul:f32*f32:m1024,n%d,k1".formatted(rows));
    ContractCase large = ContractCase.of(spec.text(), Fill.RANDOM);
    try (Arena arena = Arena.ofShared()) {
      var thrown =
          assertThrows(
              KernelUnavailableException.class,
              () ->
                  backend.prepare(
                      spec,
                      device.listed(),
                      large.inputs(arena),
                      new Settings(1, Optional.empty())));
      assertTrue(thrown.getMessage().contains("bytes"), thrown.getMessage());
    }
  }

  @Test
  void aModuleThatThisBuildHasNotIsNamed() {
    Module module = Module.of("dequant", Map.of("ASSAY_FORMAT", "Q7", "ASSAY_TARGET", "F32"), 64);
    var thrown = assertThrows(KernelUnavailableException.class, () -> device.function(module));
    assertEquals(
        "vulkan: this build of Assay has no SPIR-V of dequant.Q7.F32", thrown.getMessage());
  }

  /** Longer than the memory that transfers go through, and not a multiple of it. */
  @Test
  void bytesComeBackAsTheyWent() {
    byte[] bytes = new byte[(16 << 20) * 2 + 12];
    long seed = 7;
    new Random(seed).nextBytes(bytes);
    try (ComputeMemory memory = device.allocate(bytes.length + 8)) {
      device.fill(memory, 0, memory.bytes(), 0x01020304);
      device.upload(MemorySegment.ofArray(bytes), memory, 4);
      byte[] back = new byte[bytes.length];
      device.download(memory, 4, MemorySegment.ofArray(back));
      assertArrayEquals(bytes, back);
      byte[] around = new byte[4];
      device.download(memory, 0, MemorySegment.ofArray(around));
      assertArrayEquals(new byte[] {4, 3, 2, 1}, around);
      device.download(memory, bytes.length + 4, MemorySegment.ofArray(around));
      assertArrayEquals(new byte[] {4, 3, 2, 1}, around);
      assertThrows(
          IndexOutOfBoundsException.class, () -> device.fill(memory, 4, memory.bytes(), 0));
    }
  }

  @Test
  void theDevicesClockGoesWithTheHosts() {
    ContractCase tested = ContractCase.of("matmul:f32*f32:m256,n64,k1024", Fill.RANDOM);
    try (Arena arena = Arena.ofShared();
        QueuedKernel kernel = prepared(tested, arena);
        DeviceTimer timer = kernel.timer().orElseThrow()) {
      kernel.run();
      for (int i = 0; i < 3; i++) {
        long start = System.nanoTime();
        timer.begin();
        kernel.enqueue();
        timer.end();
        kernel.await();
        long host = System.nanoTime() - start;
        long onDevice = timer.nanos();
        assertTrue(onDevice > 0 && onDevice <= host, onDevice + " of " + host);
      }
    }
  }

  private QueuedKernel prepared(ContractCase tested, Arena arena) {
    return (QueuedKernel)
        backend.prepare(
            tested.spec(),
            backend.devices().getFirst(),
            tested.inputs(arena),
            new Settings(1, Optional.empty()));
  }

  @Test
  void aRoundIsOneSubmissionWithTheSameResults() {
    ContractCase one = ContractCase.of("dequant:q4_K*f32:m3,k512", Fill.RANDOM);
    ContractCase other = ContractCase.of("matmul:q8_0*f32:m33,n5,k256", Fill.RANDOM);
    try (Arena arena = Arena.ofShared();
        QueuedKernel first = prepared(one, arena);
        QueuedKernel second = prepared(other, arena)) {
      float[] expected = result(second, other.spec(), second::enqueue);
      try (var graph = second.graph(List.of(first, second, first)).orElseThrow()) {
        assertArrayEquals(expected, result(second, other.spec(), graph::enqueue));
      }
    }
  }

  private static float[] result(QueuedKernel kernel, Spec spec, Runnable run) {
    kernel.poisonOutput();
    run.run();
    kernel.await();
    float[] result = new float[(int) spec.outputs()];
    kernel.readOutput(result);
    return result;
  }

  @Test
  void everyCeilingIsMeasuredOrSaysWhyNot() {
    for (DeviceCeiling ceiling : backend.ceilings(device.listed())) {
      try (DeviceCeiling.Sampler sampler = ceiling.prepare().get()) {
        double sample = sampler.sample();
        System.out.printf("%s %.4g %s%n", ceiling.id(), sample, ceiling.unit());
        assertTrue(sample > 0 && Double.isFinite(sample), ceiling.id() + " " + sample);
      } catch (KernelUnavailableException e) {
        assertTrue(ceiling.id().endsWith(".pinned"), ceiling.id() + ": " + e.getMessage());
      }
    }
  }

  /** The clock of 36 bits that begins again, and one that has all bits. */
  @Test
  void timeStampsWrapAround() {
    var limits = new DeviceLimits(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 10, 36);
    assertEquals(50, limits.nanos((1L << 36) - 2, 3));
    assertEquals(50, limits.nanos(0xff0000000000L | (1L << 36) - 2, 3));
    var wide = new DeviceLimits(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 64);
    assertEquals(5, wide.nanos(-2, 3));
  }

  /** Header, capability, entry point, its mode, and what comes after. */
  @Test
  void floatControlsGoToTheirPlaces() {
    int[] words = {
      0x07230203,
      0x10500,
      0,
      9,
      0,
      2 << 16 | 17,
      1,
      5 << 16 | 15,
      5,
      4,
      0x6e69616d,
      0,
      6 << 16 | 16,
      4,
      17,
      1,
      1,
      1,
      4 << 16 | 71,
      7,
      33,
      2
    };
    var can =
        new Capabilities(
            false, false, false, false, false, false, false, 0, 0, 0, 0, false, List.of(), true,
            false, true);
    int[] expected = {
      0x07230203,
      0x10500,
      0,
      9,
      0,
      2 << 16 | 17,
      1,
      2 << 16 | 17,
      4464,
      2 << 16 | 17,
      4466,
      5 << 16 | 15,
      5,
      4,
      0x6e69616d,
      0,
      4 << 16 | 16,
      4,
      4459,
      32,
      4 << 16 | 16,
      4,
      4461,
      32,
      6 << 16 | 16,
      4,
      17,
      1,
      1,
      1,
      4 << 16 | 71,
      7,
      33,
      2
    };
    Spirv spirv = new Spirv(words);
    assertArrayEquals(expected, spirv.withFloatControls(can).words());
    assertArrayEquals(words, spirv.withFloatControls(Capabilities.NONE).words());
    assertEquals(3, spirv.buffers());
  }
}
