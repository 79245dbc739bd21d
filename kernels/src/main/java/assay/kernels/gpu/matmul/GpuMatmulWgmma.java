package assay.kernels.gpu.matmul;

import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.MatmulSpec;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.gpu.DeviceFormats;
import assay.kernels.gpu.GpuSession;
import assay.kernels.gpu.driver.GpuDevice;
import java.util.List;

/** Tensor cores of Hopper, whose products four warps start and do not wait for. */
public final class GpuMatmulWgmma implements KernelVariant {

  private static final List<Integer> TOKENS = List.of(256, 128, 64);

  /** As in matmul_wgmma.cu. */
  private static final int THREADS = 384;

  private static final int SHARED_BYTES = 227 << 10;
  private static final int CAPABILITY = 90;

  /** From the L2 cache, of all multiprocessors at once; it bounds before the tensor cores do. */
  private static final double BYTES_OF_CLOCK = 24;

  private final GpuSession session;

  public GpuMatmulWgmma(GpuSession session) {
    this.session = session;
  }

  @Override
  public String name() {
    return "GpuMatmulWgmma";
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public boolean takes(Format stored) {
    return TensorCores.takes(stored);
  }

  @Override
  public Support supports(Spec spec) {
    GpuDevice device = session.device();
    if (device.computeCapability() != CAPABILITY) {
      return Support.no(
          "%s has no warpgroup products, which are sm_%d's alone"
              .formatted(device.architecture(), CAPABILITY));
    }
    return device.sharedBytes() < SHARED_BYTES
        ? Support.no("%s takes %d bytes of shared memory".formatted(name(), SHARED_BYTES))
        : DeviceFormats.supports(spec.stored());
  }

  /** F32 weights would lose 16 of their bits, which nobody asked for. */
  @Override
  public boolean preferredFor(Spec spec) {
    return spec instanceof MatmulSpec matmul && matmul.stored() != Format.F32;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    Window window = Window.of(matmul.stored());
    var step =
        new TileChoice.Step(
            window.values(),
            window.slotBytes() / BYTES_OF_CLOCK,
            window.values() * Short.BYTES / BYTES_OF_CLOCK);
    TileChoice choice = TileChoice.of(matmul, TOKENS, step, session.device().multiprocessors());
    return new TensorCores(name(), "matmul_wgmma", THREADS, SHARED_BYTES, true)
        .prepare(session, matmul, (Inputs.Matmul) inputs, choice);
  }
}
