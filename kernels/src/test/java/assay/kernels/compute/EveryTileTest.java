package assay.kernels.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.KernelVariant;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.accuracy.Measures;
import assay.kernels.compute.attention.PortableAttention;
import assay.kernels.compute.matmul.PortableMatmul;
import assay.kernels.compute.matvec.PortableMatvec;
import assay.kernels.contract.ContractCase;
import assay.kernels.contract.Fill;
import assay.kernels.opencl.OpenClDriver;
import assay.kernels.peers.Peers;
import assay.kernels.reference.Truth;
import assay.kernels.vulkan.VulkanDriver;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tiles that a search may choose, each on the devices as they are installed: the contract's cases
 * are too small for a search, and run the first alone.
 */
class EveryTileTest {

  @TempDir private Path folder;

  private static ComputeDevice device(String peer, ComputeDriver driver) throws Exception {
    Peers.require(peer, new ComputeBackend(driver).availability());
    return driver.find().devices().getFirst();
  }

  @Test
  void onPoCL() throws Exception {
    widest(device("PoCL", OpenClDriver.ofThisMachine()));
  }

  /** Whose compiler is the faster one, by far. */
  @Test
  void onLavapipe() throws Exception {
    ComputeDevice device = device("lavapipe", VulkanDriver.ofThisMachine());
    widest(device);
    everyTile(device, PortableMatmul::new, "matmul:f32*f32:m1037,n13,k2563", 4);
    everyTile(device, PortableMatvec::new, "matmul:bf16*f32:m1639,n3,k2571", 4);
    everyTile(device, PortableAttention::new, "attention:f32*q8_0:h8,kv2,d64,n1,c16500,causal", 2);
  }

  /** Large enough for a search, in sizes that no tile divides. */
  private void widest(ComputeDevice device) {
    everyTile(device, PortableMatmul::new, "matmul:q4_0*f32:m1037,n67,k512", 4);
    everyTile(device, PortableAttention::new, "attention:f32*f16:h6,kv2,d64,n67,c700,causal", 3);
  }

  /**
   * @param modules that differ, attention's merge not counted
   */
  private void everyTile(
      ComputeDevice device,
      Function<ComputeDevice, KernelVariant> variant,
      String spec,
      int modules) {
    ContractCase tested = ContractCase.of(spec, Fill.RANDOM);
    try (Arena arena = Arena.ofShared()) {
      Inputs inputs = tested.inputs(arena);
      List<Module> all = new ArrayList<>(modulesOf(device, variant, tested, inputs));
      assertEquals(modules, all.size(), all.toString());
      for (Module one : all) {
        var choosy =
            new ChoosyDevice(
                device,
                folder.resolve("only " + one.hashCode()),
                module -> module.equals(one) || module.source().equals("attention_merge"));
        isRight(variant.apply(choosy), tested, inputs);
      }
    }
  }

  private List<Module> modulesOf(
      ComputeDevice device,
      Function<ComputeDevice, KernelVariant> variant,
      ContractCase tested,
      Inputs inputs) {
    var nothing =
        new ChoosyDevice(
            device, folder.resolve("none"), module -> module.source().equals("attention_merge"));
    try {
      variant.apply(nothing).prepare(tested.spec(), inputs, new Settings(1, Optional.empty()));
      throw new AssertionError("prepared without a kernel");
    } catch (KernelUnavailableException e) {
      return nothing.asked.stream()
          .filter(module -> !module.source().equals("attention_merge"))
          .toList();
    }
  }

  private static void isRight(KernelVariant variant, ContractCase tested, Inputs inputs) {
    float[] result = new float[(int) tested.spec().outputs()];
    try (PreparedKernel kernel =
        variant.prepare(tested.spec(), inputs, new Settings(1, Optional.empty()))) {
      String tile = tested + ": " + kernel.execution().details();
      kernel.readOutput(result);
      for (float left : result) {
        assertTrue(Float.isNaN(left), () -> "a trial's result is left: " + tile);
      }
      kernel.run();
      kernel.readOutput(result);
      assertEquals(Optional.empty(), kernel.damage(), tile);
      int[] every = IntStream.range(0, result.length).toArray();
      Truth truth = Truth.of(tested.spec(), inputs, kernel.arithmetic(), every);
      Measures measures = Measures.of(truth, result);
      assertTrue(measures.isWithinTolerance(), () -> tile + ": " + measures);
    }
  }
}
