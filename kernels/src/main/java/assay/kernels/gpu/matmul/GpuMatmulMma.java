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
import assay.kernels.gpu.MatrixInstructions;
import assay.kernels.gpu.driver.GpuDevice;
import assay.kernels.gpu.driver.Maker;
import java.util.List;

/** Tensor cores that a warp or wavefront drives, of both makers. */
public final class GpuMatmulMma implements KernelVariant {

  private static final List<Integer> TOKENS = List.of(128, 32);

  /** Features of a strip, of which a warp has one or two. */
  private static final int STRIP = 16;

  /** What windows and tiles may take on every one of NVIDIA's devices, as in mma_cuda.h. */
  private static final int STAGED_BYTES = 99 << 10;

  /** A chunk on an A100's tensor cores, 1024 multiply-adds a clock; decoding hides behind most. */
  private static final double CLOCKS_OF_TOKEN = TileChoice.FEATURES * Window.CHUNK / 1024.0;

  private static final double CLOCKS_OF_CHUNK = 200;

  private final GpuSession session;

  public GpuMatmulMma(GpuSession session) {
    this.session = session;
  }

  @Override
  public String name() {
    return "GpuMatmulMma";
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
    return MatrixInstructions.lanes(session.device()) > 0
        ? DeviceFormats.supports(spec.stored())
        : Support.no(MatrixInstructions.absence(session.device()));
  }

  /** F32 weights would lose 16 of their bits, which nobody asked for. */
  @Override
  public boolean preferredFor(Spec spec) {
    return spec instanceof MatmulSpec matmul && matmul.stored() != Format.F32;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    GpuDevice device = session.device();
    Window window = Window.of(matmul.stored());
    var step =
        new TileChoice.Step(
            window.values(), window.chunks() * CLOCKS_OF_CHUNK, window.chunks() * CLOCKS_OF_TOKEN);
    TileChoice choice = TileChoice.of(matmul, TOKENS, step, device.multiprocessors());
    return new TensorCores(
            name(), "matmul_mma", threads(device), sharedBytes(device, choice, window), false)
        .prepare(session, matmul, (Inputs.Matmul) inputs, choice);
  }

  private static int threads(GpuDevice device) {
    int strips = MatrixInstructions.holdsFactorsTwice(device) ? 1 : 2;
    return TileChoice.FEATURES / STRIP / strips * MatrixInstructions.lanes(device);
  }

  /** Two stages of activations, and of weights where that leaves few devices out. */
  private static int sharedBytes(GpuDevice device, TileChoice choice, Window window) {
    int tiles = 2 * choice.tokens() * Short.BYTES * Window.CHUNK;
    int staged = tiles + 2 * window.slotBytes();
    return device.maker() == Maker.CUDA && staged <= STAGED_BYTES ? staged : tiles;
  }
}
