package assay.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.DequantSpec;
import assay.kernels.DeviceCeiling;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.KernelVariant;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Tensor;
import assay.kernels.binding.LibraryFolders;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.compute.ComputeBackend;
import assay.kernels.compute.ComputeDevice;
import assay.kernels.compute.ComputeMemory;
import assay.kernels.compute.Module;
import assay.kernels.compute.attention.PortableAttention;
import assay.kernels.compute.dequant.PortableDequant;
import assay.kernels.compute.matmul.PortableMatmul;
import assay.kernels.compute.matvec.PortableMatvec;
import assay.kernels.contract.ContractCase;
import assay.kernels.contract.Fill;
import assay.kernels.peers.Peers;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device as it is installed: PoCL in CI. */
class OpenClDeviceTest {

  @TempDir private Path folder;
  private ComputeDevice device;

  @BeforeEach
  void requireADevice() throws UnusableLibraryException {
    Peers.require("PoCL", new ComputeBackend(driver()).availability());
    device = start();
  }

  private OpenClDriver driver() {
    return new OpenClDriver(
        LibraryFolders.fromEnvironment(OpenClDriver.VARIABLE, "assay.opencl"),
        folder.resolve("cache"));
  }

  /** As another process would: nothing is remembered but on disk. */
  private ComputeDevice start() throws UnusableLibraryException {
    return driver().find().devices().getFirst();
  }

  private static Module dequant(String format) {
    return Module.of("dequant", Map.of("ASSAY_FORMAT", format, "ASSAY_TARGET", "F32"), 64);
  }

  @Test
  void saysThatItIsTheHostsProcessor() {
    if (device.features().isHost()) {
      assertTrue(device.listed().name().contains("(CPU; "), device.listed().name());
      assertTrue(device.kind().startsWith("CPU, OpenCL C"), device.kind());
    }
    if (device.driver().contains("Portable Computing Language")) {
      assertTrue(device.listed().name().toLowerCase(Locale.ROOT).contains("pocl"));
    }
    assertEquals("opencl0", device.listed().id());
    assertTrue(device.listed().memory().orElseThrow().bytes() > 0);
  }

  @Test
  void aKernelThatDoesNotCompileComesWithTheLog() {
    var thrown =
        assertThrows(
            KernelUnavailableException.class,
            () -> device.function(Module.of("faulty", Map.of(), 64)));
    String message = thrown.getMessage();
    assertTrue(
        message.startsWith(
            "opencl: faulty does not compile for opencl0: CL_BUILD_PROGRAM_FAILURE (-11): "),
        message);
    assertTrue(message.contains("nowhere_declared"), message);
    assertTrue(message.contains("faulty.kernel"), message);
  }

  @Test
  void codeIsKeptAndDamagedCodeIsNotUsed() throws IOException, UnusableLibraryException {
    device.function(dequant("Q4_0"));
    Path kept = only();
    byte[] code = Files.readAllBytes(kept);
    start().function(dequant("Q4_0"));
    assertArrayEquals(code, Files.readAllBytes(kept));
    byte[] damaged = code.clone();
    damaged[code.length / 2] ^= 1;
    Files.write(kept, damaged);
    start().function(dequant("Q4_0"));
    assertEquals(code.length, Files.readAllBytes(only()).length);
    start().function(dequant("Q8_0"));
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      assertEquals(2, files.count());
    }
  }

  private Path only() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      List<Path> all = files.toList();
      assertEquals(1, all.size(), all.toString());
      return all.getFirst();
    }
  }

  @Test
  void moreThanTheDriverAllocatesIsRefusedWithTheFigure() {
    long largest = device.limits().largestAllocation();
    var thrown = assertThrows(KernelUnavailableException.class, () -> device.allocate(largest + 1));
    assertEquals(
        "opencl: opencl0 allocates %d bytes at once, and %d are needed"
            .formatted(largest, largest + 1),
        thrown.getMessage());
  }

  /** PoCL 3.1 has neither. */
  @Test
  void whatADeviceHasNotIsRefusedByName() {
    if (device.features().subgroupSize() == 0) {
      assertEquals(
          "opencl: PortableMatvecSubgroup: opencl0 has no sums of subgroups whose size it tells",
          refused("PortableMatvecSubgroup"));
    }
    if (!device.features().int8Dot()) {
      for (String variant : List.of("PortableMatvecInt8", "PortableMatmulInt8")) {
        assertEquals(
            "opencl: %s: opencl0 has no dot products of packed bytes".formatted(variant),
            refused(variant));
      }
    }
  }

  private String refused(String variant) {
    ContractCase tested = ContractCase.of("matmul:q4_0*f32:m3,n2,k64", Fill.RANDOM);
    var backend = new ComputeBackend(driver());
    try (Arena arena = Arena.ofShared()) {
      Inputs inputs = tested.inputs(arena);
      Settings settings = new Settings(1, Optional.of(variant));
      return assertThrows(
              KernelUnavailableException.class,
              () -> backend.prepare(tested.spec(), device.listed(), inputs, settings))
          .getMessage();
    }
  }

  /** What no buffer can hold goes into several; the last has fewer rows. */
  @Test
  void aLongTensorIsCut() {
    ContractCase tested = ContractCase.of("dequant:q4_K*f16:m37,k256", Fill.RANDOM);
    var small = new SmallDevice(device, 4096 + 10 * 256 * 2);
    assertArrayEquals(decoded(device, tested), decoded(small, tested));
    assertEquals(4 * 2, small.allocations());
  }

  @Test
  void aRowThatNoBufferHoldsIsRefusedWithTheFigures() {
    ContractCase tested = ContractCase.of("dequant:q4_K*f32:m2,k512", Fill.RANDOM);
    var small = new SmallDevice(device, 4096 + 2047);
    var thrown = assertThrows(KernelUnavailableException.class, () -> decoded(small, tested));
    assertEquals(
        "opencl: opencl0 takes 2047 bytes in one buffer, and a row has 2048", thrown.getMessage());
  }

  /** Three key-value heads in buffers of two and of one. */
  @Test
  void aLongCacheIsCutBetweenHeads() {
    ContractCase tested =
        ContractCase.of("attention:f32*f16:h6,kv3,d64,n3,c50,causal", Fill.RANDOM);
    var small = new SmallDevice(device, 4096 + 2 * 50 * 64 * 2);
    assertArrayEquals(
        result(new PortableAttention(device), tested),
        result(new PortableAttention(small), tested));
    // The query, two parts of keys and of values each, what is merged, and the output.
    assertEquals(1 + 2 * 2 + 1 + 1, small.allocations());
  }

  @Test
  void whatCannotBeCutIsRefusedWithTheFigures() {
    assertEquals(
        "opencl: opencl0 takes 6399 bytes in one buffer, and 50 rows that go together have 6400",
        refusedIn(6399, PortableAttention::new, "attention:f32*f16:h2,kv2,d64,n1,c50,causal"));
    assertEquals(
        "opencl: opencl0 takes 767 bytes in one buffer, and a tensor has 768",
        refusedIn(767, PortableAttention::new, "attention:f32*f16:h2,kv2,d32,n3,c3,causal"));
    assertEquals(
        "opencl: opencl0 takes 127 bytes in one buffer, and a row has 128",
        refusedIn(127, PortableMatmul::new, "matmul:f32*f32:m3,n2,k32"));
    assertEquals(
        "opencl: opencl0 takes 383 bytes in one buffer, and a tensor has 384",
        refusedIn(383, PortableMatvec::new, "matmul:f32*f32:m3,n3,k32"));
    assertEquals(
        "opencl: opencl0 takes 199 bytes in one buffer, and the result has 200",
        refusedIn(199, PortableMatmul::new, "matmul:f32*f32:m10,n5,k8"));
  }

  private String refusedIn(
      long bytes, Function<ComputeDevice, KernelVariant> variant, String spec) {
    ContractCase tested = ContractCase.of(spec, Fill.RANDOM);
    var small = new SmallDevice(device, 4096 + bytes);
    return assertThrows(
            KernelUnavailableException.class, () -> result(variant.apply(small), tested))
        .getMessage();
  }

  private static float[] result(KernelVariant variant, ContractCase tested) {
    float[] result = new float[(int) tested.spec().outputs()];
    try (Arena arena = Arena.ofShared();
        PreparedKernel kernel =
            variant.prepare(
                tested.spec(), tested.inputs(arena), new Settings(1, Optional.empty()))) {
      kernel.poisonOutput();
      kernel.run();
      kernel.readOutput(result);
      assertEquals(Optional.empty(), kernel.damage());
    }
    return result;
  }

  private static float[] decoded(ComputeDevice on, ContractCase tested) {
    try (Arena arena = Arena.ofShared()) {
      return decoded(on, tested.spec(), tested.inputs(arena));
    }
  }

  private static float[] decoded(ComputeDevice on, Spec spec, Inputs inputs) {
    float[] result = new float[(int) spec.outputs()];
    try (PreparedKernel kernel =
        new PortableDequant(on).prepare(spec, inputs, new Settings(1, Optional.empty()))) {
      kernel.poisonOutput();
      kernel.run();
      kernel.readOutput(result);
      assertEquals(Optional.empty(), kernel.damage());
      if (on.features().isHost()) {
        String units = kernel.execution().details().get("computeUnits");
        assertEquals("" + on.limits().computeUnits(), units);
      }
    }
    return result;
  }

  /** Conversions are by integers; these are where they change from one case to the next. */
  @Test
  void numbersAtTheEdgesOfFormats() {
    double[] edges = {
      Float.MAX_VALUE,
      Float.MIN_NORMAL,
      Float.MIN_VALUE,
      65504,
      65520,
      0x1p-14,
      0x1p-24,
      1,
      0x1p-149
    };
    double[] doubles =
        Arrays.stream(edges)
            .flatMap(edge ->
                DoubleStream.of(0.25, 0.5, 0.75, 1, 1 + 0x1p-24, 1 + 0x1p-11, 1.5, 2)
                    .map(factor -> edge * factor))
            .flatMap(one -> DoubleStream.of(Math.nextDown(one), one, Math.nextUp(one), -one))
            .toArray();
    float[] floats = new float[doubles.length];
    for (int i = 0; i < doubles.length; i++) {
      floats[i] = (float) doubles[i];
    }
    Tensor ofDoubles = tensor(Format.F64, MemorySegment.ofArray(doubles), doubles.length);
    Tensor ofFloats = tensor(Format.F32, MemorySegment.ofArray(floats), floats.length);
    float[] narrowed = decoded(device, ofDoubles, Format.F32);
    float[] halves = decoded(device, ofFloats, Format.F16);
    for (int i = 0; i < doubles.length; i++) {
      assertEquals((float) doubles[i], narrowed[i], "" + doubles[i]);
      assertEquals(
          Float.float16ToFloat(Float.floatToFloat16(floats[i])), halves[i], "" + floats[i]);
    }
  }

  private static Tensor tensor(Format format, MemorySegment data, int count) {
    return new Tensor(format, 1, count, data);
  }

  private static float[] decoded(ComputeDevice on, Tensor source, Format target) {
    DequantSpec spec = new DequantSpec(source.format(), target, 1, source.columns());
    return decoded(on, spec, new Inputs.Dequant(source));
  }

  @Test
  void writesBeyondAResultAreSeen() {
    ContractCase tested = ContractCase.of("dequant:f32*f16:m1,k7", Fill.RANDOM);
    try (Arena arena = Arena.ofShared()) {
      Inputs inputs = tested.inputs(arena);
      var watched = new SmallDevice(device, Integer.MAX_VALUE);
      try (PreparedKernel kernel =
          new PortableDequant(watched)
              .prepare(tested.spec(), inputs, new Settings(1, Optional.empty()))) {
        kernel.run();
        assertEquals(Optional.empty(), kernel.damage());
        ComputeMemory output = watched.last();
        device.fill(output, output.bytes() - 256, 4, 0);
        assertTrue(kernel.damage().orElseThrow().contains("beyond the end"));
      }
    }
  }

  @Test
  void everyCeilingIsMeasuredOrSaysWhyNot() {
    for (DeviceCeiling ceiling : new ComputeBackend(driver()).ceilings(device.listed())) {
      try (DeviceCeiling.Sampler sampler = ceiling.prepare().get()) {
        double sample = sampler.sample();
        System.out.printf("%s %.4g %s%n", ceiling.id(), sample, ceiling.unit());
        assertTrue(sample > 0 && Double.isFinite(sample), ceiling.id() + " " + sample);
      } catch (KernelUnavailableException e) {
        assertTrue(ceiling.id().endsWith(".pinned"), ceiling.id() + ": " + e.getMessage());
      }
    }
  }
}
