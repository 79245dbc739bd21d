package assay.kernels.opencl.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.kernels.Inputs;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.binding.LibraryFolders;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.compute.ComputeBackend;
import assay.kernels.compute.ComputeDevice;
import assay.kernels.contract.ContractCase;
import assay.kernels.contract.Fill;
import assay.kernels.opencl.OpenClDriver;
import assay.kernels.peers.Peers;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The kernels with fewer instructions than this processor has: sums of whole numbers are exact, so
 * the results are those of the contract's kernels to the bit.
 */
class CpuVectorsTest {

  @TempDir private Path folder;
  private ComputeDevice device;

  @BeforeEach
  void requireAProcessor() throws UnusableLibraryException {
    var driver =
        new OpenClDriver(
            LibraryFolders.fromEnvironment(OpenClDriver.VARIABLE, "assay.opencl"),
            folder.resolve("cache"));
    Peers.require("PoCL", new ComputeBackend(driver).availability());
    device = driver.find().devices().getFirst();
    assumeTrue(device.features().isHost(), "no processor");
  }

  /** One of each kind of codes and scales. */
  @ParameterizedTest
  @CsvSource({
    "q4_0, 0", "q5_1, 0", "q2_K, 0", "q3_K, 0", "q5_K, 0", "q6_K, 0", "iq4_xs, 0", "nvfp4, 0",
    "q4_0, 64", "q5_1, 64", "q2_K, 64", "q3_K, 64", "q5_K, 64", "q6_K, 64", "iq4_xs, 64",
        "nvfp4, 64",
    "q4_0, 32", "q5_1, 32", "q2_K, 32", "q3_K, 32", "q5_K, 32", "q6_K, 32", "iq4_xs, 32",
        "nvfp4, 32"
  })
  void withFewerInstructions(String format, int vectorBytes) throws IOException {
    assumeTrue(vectorBytes < 32 || has("avx2"), "this processor has no AVX2");
    assumeTrue(vectorBytes < 64 || has("avx512bw"), "this processor has no AVX-512");
    ContractCase tested =
        ContractCase.of("matmul:%s*f32:m21,n14,k512".formatted(format), Fill.RANDOM);
    try (Arena arena = Arena.ofShared()) {
      Inputs inputs = tested.inputs(arena);
      assertArrayEquals(
          product(tested.spec(), inputs, OptionalInt.empty()),
          product(tested.spec(), inputs, OptionalInt.of(vectorBytes)));
    }
  }

  @Test
  void anInstructionIsUsedOnlyOnThisMachinesProcessor() throws IOException {
    String mine = device.listed().name();
    assertTrue(HostProcessor.hasVnni(device, processor(mine, "fpu avx512bw avx512_vnni")));
    assertFalse(HostProcessor.hasVnni(device, processor(mine, "fpu avx512bw avx_vnni")));
    assertFalse(HostProcessor.hasVnni(device, processor("another", "avx512bw avx512_vnni")));
    assertFalse(HostProcessor.hasVnni(device, processor("", "avx512bw avx512_vnni")));
    assertFalse(HostProcessor.hasVnni(device, folder.resolve("nothing")));
  }

  private Path processor(String name, String flags) throws IOException {
    String text = "processor\t: 0%nmodel name\t: %s%nflags\t\t: %s%n".formatted(name, flags);
    return Files.writeString(folder.resolve("cpuinfo"), text);
  }

  private static boolean has(String flag) throws IOException {
    Path processors = Path.of("/proc/cpuinfo");
    return Files.exists(processors) && Files.readString(processors).contains(" " + flag + " ");
  }

  private float[] product(Spec spec, Inputs inputs, OptionalInt vectorBytes) {
    float[] result = new float[(int) spec.outputs()];
    try (PreparedKernel kernel =
        new CpuMatmulInt8(device, vectorBytes)
            .prepare(spec, inputs, new Settings(1, Optional.empty()))) {
      kernel.poisonOutput();
      kernel.run();
      kernel.readOutput(result);
      assertEquals(Optional.empty(), kernel.damage());
    }
    return result;
  }
}
