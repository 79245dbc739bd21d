package assay.kernels.vulkan;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.MatmulSpec;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.compute.ComputeDevice;
import assay.kernels.compute.MatmulLaunches;
import assay.kernels.compute.Module;
import assay.kernels.compute.PortableFormats;
import assay.kernels.compute.PortableWork;
import java.util.Map;
import java.util.Optional;

/**
 * Factors of binary16 multiplied by whole subgroups, VK_KHR_cooperative_matrix.
 *
 * <p>Nobody's default: weights and activations beyond 65504 become infinite, and it was never run
 * on silicon.
 */
final class VulkanMatmulCooperative implements KernelVariant {

  /** As in matmul_cooperative.comp, in features, tokens and the depth of a slice. */
  private static final int TILE = 64;

  private static final int DEPTH = 32;

  private static final int SUBGROUPS = 4;

  private final ComputeDevice device;
  private final Capabilities can;

  VulkanMatmulCooperative(ComputeDevice device, Capabilities can) {
    this.device = device;
    this.can = can;
  }

  @Override
  public String name() {
    return "VulkanMatmulCooperative";
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public Support supports(Spec spec) {
    if (shape(can).isEmpty()) {
      return Support.no(
          can.cooperative().isEmpty()
              ? "%s has no cooperative matrices".formatted(device.listed().id())
              : "%s multiplies no matrices of binary16 that divide a tile: %s"
                  .formatted(device.listed().id(), can.cooperative()));
    }
    return PortableFormats.supports(spec.stored());
  }

  @Override
  public boolean preferredFor(Spec spec) {
    return false;
  }

  /** Of those that divide a tile and give each subgroup as many blocks, the first. */
  static Optional<CooperativeShape> shape(Capabilities can) {
    return can.cooperative().stream()
        .filter(shape -> shape.factors().equals("f16") && shape.sums().equals("f32"))
        .filter(shape -> TILE % shape.m() == 0 && TILE % shape.n() == 0 && DEPTH % shape.k() == 0)
        .filter(shape -> blocks(shape) % SUBGROUPS == 0)
        .filter(shape -> can.float16() && can.memoryModel() && can.choosesSubgroupSize())
        .findFirst();
  }

  private static int blocks(CooperativeShape shape) {
    return TILE / shape.m() * (TILE / shape.n());
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    CooperativeShape shape = shape(can).orElseThrow();
    Module module =
        Module.of(
            "matmul_cooperative",
            Map.of("ASSAY_FORMAT", matmul.stored().name()),
            SUBGROUPS * can.subgroupSize(),
            shape.m(),
            shape.n(),
            shape.k(),
            blocks(shape) / SUBGROUPS);
    try (PortableWork work = new PortableWork(device)) {
      var launches = new MatmulLaunches(work, matmul, (Inputs.Matmul) inputs);
      launches.add(work.function(module), TILE, Math.ceilDiv(matmul.n(), (long) TILE));
      work.detail("tile", TILE + "x" + TILE);
      work.detail("cooperative matrix", shape);
      return work.kernel(name(), arithmetic(matmul), "f16");
    }
  }

  private static Arithmetic arithmetic(MatmulSpec spec) {
    Format weights = spec.stored() == Format.F16 ? Format.F32 : Format.F16;
    return new Arithmetic(Format.F16, weights, Format.F32);
  }
}
