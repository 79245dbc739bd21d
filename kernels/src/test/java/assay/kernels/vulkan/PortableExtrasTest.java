package assay.kernels.vulkan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.kernels.Execution;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Tensor;
import assay.kernels.binding.LibraryFolders;
import assay.kernels.compute.ComputeBackend;
import assay.kernels.compute.ComputeDevice;
import assay.kernels.compute.Features;
import assay.kernels.compute.matmul.PortableMatmulInt8;
import assay.kernels.compute.matvec.PortableMatvecInt8;
import assay.kernels.compute.matvec.PortableMatvecSubgroup;
import assay.kernels.contract.ContractCase;
import assay.kernels.contract.Fill;
import assay.kernels.peers.Peers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kernels for what not every device has, on one that has it: Mesa's lavapipe in CI. */
class PortableExtrasTest {

  private static final int K = 320;
  private static final int BLOCK = 32;
  private static final int BLOCK_BYTES = 34;
  private static final int ROWS = 5;
  private static final short ONE = 0x3c00;
  private static final Settings SETTINGS = new Settings(1, Optional.empty());

  @TempDir private Path folder;
  private ComputeBackend backend;
  private ComputeDevice device;

  @BeforeEach
  void requireADevice() throws Exception {
    VulkanDriver driver =
        new VulkanDriver(
            LibraryFolders.fromEnvironment(VulkanDriver.VARIABLE, "assay.vulkan"),
            folder.resolve("cache"));
    backend = new ComputeBackend(driver);
    Peers.require("lavapipe", backend.availability());
    device = driver.find().devices().getFirst();
  }

  /** With scales of 1 nothing is rounded, and a sum of products of bytes is a whole number. */
  @Test
  void productsOfBytesAreExact() {
    assumeTrue(device.features().int8Dot(), "no dot products of packed bytes");
    for (int n : new int[] {1, 3, 8, 17}) {
      long seed = 40 + n;
      Random random = new Random(seed);
      byte[] codes = bytes(random, ROWS * K);
      byte[] activations = bytes(random, n * K);
      for (int i = 0; i < activations.length; i++) {
        activations[i] = i % BLOCK == 0 ? 127 : (byte) Math.max(-127, activations[i]);
      }
      float[] expected = new float[n * ROWS];
      for (int i = 0; i < expected.length; i++) {
        int sum = 0;
        for (int e = 0; e < K; e++) {
          sum += codes[i % ROWS * K + e] * activations[i / ROWS * K + e];
        }
        expected[i] = sum;
      }
      Spec spec = Spec.parse("matmul:q8_0*f32:m%d,n%d,k%d".formatted(ROWS, n, K));
      Inputs inputs = new Inputs.Matmul(weights(codes), floats(activations, n));
      if (n <= 8) {
        assertArrayEquals(expected, result(new PortableMatvecInt8(device), spec, inputs));
      }
      assertArrayEquals(
          expected, result(new PortableMatmulInt8(device), spec, inputs), "seed " + seed);
    }
  }

  /** The extremes first: -128 squared in each byte, then 127 by -128. */
  private static byte[] bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    for (int i = 1; i < BLOCK; i++) {
      bytes[i] = -128;
    }
    return bytes;
  }

  private static Tensor weights(byte[] codes) {
    MemorySegment data = MemorySegment.ofArray(new byte[codes.length / BLOCK * BLOCK_BYTES]);
    for (int block = 0; block < codes.length / BLOCK; block++) {
      data.set(ValueLayout.JAVA_SHORT_UNALIGNED, (long) block * BLOCK_BYTES, ONE);
      MemorySegment.copy(
          MemorySegment.ofArray(codes),
          (long) block * BLOCK,
          data,
          (long) block * BLOCK_BYTES + 2,
          BLOCK);
    }
    return new Tensor(Format.Q8_0, ROWS, K, data);
  }

  private static Tensor floats(byte[] numbers, int n) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = numbers[i];
    }
    return new Tensor(Format.F32, n, K, MemorySegment.ofArray(floats));
  }

  private static float[] result(KernelVariant variant, Spec spec, Inputs inputs) {
    float[] result = new float[(int) spec.outputs()];
    try (PreparedKernel kernel = variant.prepare(spec, inputs, SETTINGS)) {
      kernel.poisonOutput();
      kernel.run();
      kernel.readOutput(result);
      assertEquals("i8", kernel.execution().details().get(Execution.MULTIPLIES));
      assertEquals(Optional.empty(), kernel.damage());
    }
    return result;
  }

  /** By default only where a device says that it is fast; by name on this one. */
  @Test
  void productsOfBytesAreTheFirstChoiceWhereTheyAreAccelerated() {
    Spec spec = Spec.parse("matmul:q4_K*f32:m4,n1,k256");
    for (boolean accelerated : new boolean[] {false, true}) {
      ComputeDevice other = with(new Features(false, false, true, accelerated, 0, false, true));
      assertEquals(accelerated, new PortableMatvecInt8(other).preferredFor(spec));
      assertEquals(accelerated, new PortableMatmulInt8(other).preferredFor(spec));
      assertTrue(new PortableMatvecInt8(other).supports(spec).isYes());
    }
    if (!device.features().int8DotAccelerated()) {
      assertEquals("PortableMatvec", chosen(spec).kernel());
    }
  }

  @Test
  void theRecordHasTheSizeOfSubgroups() {
    assumeTrue(device.features().subgroupSize() > 0, "no sums of subgroups");
    Spec spec = Spec.parse("matmul:f32*f32:m3,n2,k40");
    ContractCase tested = ContractCase.of(spec.text(), Fill.RANDOM);
    try (Arena arena = Arena.ofShared();
        PreparedKernel kernel =
            new PortableMatvecSubgroup(device).prepare(spec, tested.inputs(arena), SETTINGS)) {
      assertEquals(
          "" + device.features().subgroupSize(), kernel.execution().details().get("subgroup"));
    }
  }

  private Execution chosen(Spec spec) {
    ContractCase tested = ContractCase.of(spec.text(), Fill.RANDOM);
    try (Arena arena = Arena.ofShared();
        PreparedKernel kernel =
            backend.prepare(spec, device.listed(), tested.inputs(arena), SETTINGS)) {
      return kernel.execution();
    }
  }

  /** A driver that may leave subgroups partly empty, or whose size divides no group, has more. */
  @Test
  void subgroupsOfAGroup() {
    assertEquals(8, new Features(false, false, false, false, 8, true, true).subgroupsOf(64));
    assertEquals(64, new Features(false, false, false, false, 8, false, true).subgroupsOf(64));
    assertEquals(64, new Features(false, false, false, false, 48, true, true).subgroupsOf(64));
  }

  @Test
  void whatADeviceHasNotIsRefusedWithTheReason() {
    ComputeDevice bare = with(new Features(false, false, false, false, 0, false, true));
    Spec spec = Spec.parse("matmul:q4_0*f32:m4,n1,k64");
    assertEquals(
        "No[reason=vulkan0 has no dot products of packed bytes]",
        new PortableMatvecInt8(bare).supports(spec).toString());
    assertEquals(
        "No[reason=vulkan0 has no dot products of packed bytes]",
        new PortableMatmulInt8(bare).supports(spec).toString());
    assertEquals(
        "No[reason=vulkan0 has no sums of subgroups whose size it tells]",
        new PortableMatvecSubgroup(bare).supports(spec).toString());
    assertFalse(new PortableMatvecInt8(bare).takes(Format.IQ2_XS));
  }

  /** The device here, as if it had other features. */
  private ComputeDevice with(Features features) {
    return (ComputeDevice)
        Proxy.newProxyInstance(
            ComputeDevice.class.getClassLoader(),
            new Class<?>[] {ComputeDevice.class},
            (proxy, method, arguments) ->
                method.getName().equals("features") ? features : method.invoke(device, arguments));
  }
}
