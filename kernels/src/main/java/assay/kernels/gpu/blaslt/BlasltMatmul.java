package assay.kernels.gpu.blaslt;

import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.MatmulSpec;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.gpu.GpuWork;
import assay.kernels.gpu.code.Module;
import assay.kernels.gpu.driver.GpuFunction;
import assay.kernels.gpu.driver.GpuMemory;
import assay.kernels.gpu.driver.Launch;
import java.util.Map;

/**
 * A product through the library, by the algorithm that is fastest on this device.
 *
 * <p>Weights stay as they are stored. With F16 and BF16 ones, activations are rounded to the same
 * by a kernel of ours, which is part of each run: a model hands over float32 activations, new ones
 * for each token, as it does to a CBLAS library.
 */
final class BlasltMatmul implements KernelVariant {

  /** As in narrow.cu. */
  private static final int THREADS = 256;

  private static final int VALUES_OF_A_BLOCK = 8 * THREADS;

  private final Blaslt blaslt;
  private final Factors factors;

  BlasltMatmul(Blaslt blaslt, Factors factors) {
    this.blaslt = blaslt;
    this.factors = factors;
  }

  @Override
  public String name() {
    return "Blaslt." + factors.text();
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public boolean takes(Format stored) {
    return stored == factors.stored();
  }

  @Override
  public Support supports(Spec spec) {
    MatmulSpec matmul = (MatmulSpec) spec;
    return matmul.outputs() == 0 || matmul.k() == 0
        ? Support.no("%s has no empty matrices".formatted(blaslt.product()))
        : factors.supports(blaslt.session().device());
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    blaslt.start();
    try (GpuWork work = new GpuWork(blaslt.session())) {
      work.require(neededBytes(matmul));
      GpuMemory w = work.upload(((Inputs.Matmul) inputs).weights());
      GpuMemory x = work.upload(((Inputs.Matmul) inputs).activations());
      long y = work.output(Format.F32, matmul.outputs());
      long factor = factors.isHalf() ? rounded(work, x, matmul.n() * matmul.k()) : x.address();
      blaslt.multiply(
          work,
          blaslt.product(Shape.of(matmul), factors),
          new BlasltCall.Memory(w.address(), factor, y, 0));
      return work.kernel(name(), factors.arithmetic(), factors.text());
    }
  }

  private long neededBytes(MatmulSpec spec) {
    long activations = spec.n() * spec.k();
    return spec.m() * spec.stored().bytesFor(spec.k())
        + activations * Float.BYTES
        + (factors.isHalf() ? activations * Short.BYTES : 0)
        + GpuWork.outputBytes(Format.F32, spec.outputs())
        + blaslt.workspaceBytes();
  }

  private long rounded(GpuWork work, GpuMemory x, long count) {
    GpuMemory rounded = work.allocate(count * Short.BYTES);
    GpuFunction narrow = work.function(new Module("narrow", Map.of()), "narrow_" + factors.text());
    Launch.Grid grid = Launch.Grid.of(Math.ceilDiv(count, VALUES_OF_A_BLOCK));
    // Once for the tuning: what is multiplied decides what it costs in power, and so in time.
    work.once(narrow, grid, THREADS, 0, x, rounded, count);
    work.launch(narrow, grid, THREADS, 0, x, rounded, count);
    work.detail("activations as", factors.text() + ", rounded in each run by Assay's kernel");
    return rounded.address();
  }
}
