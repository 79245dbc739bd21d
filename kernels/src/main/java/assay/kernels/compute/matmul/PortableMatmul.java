package assay.kernels.compute.matmul;

import assay.kernels.Arithmetic;
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

/** Any number of tokens in float32, W in any format. */
public final class PortableMatmul implements KernelVariant {

  private static final int GROUP = 128;

  /** As in matmul.kernel: features of a group, and lines of items that have different tokens. */
  private static final int FEATURES = 64;

  private static final int LINES = GROUP / 16;

  /** Tokens of an item: with four features each, their sums fit the registers. */
  private static final int MANY = 8;

  private static final int FEW = 2;

  private final ComputeDevice device;

  public PortableMatmul(ComputeDevice device) {
    this.device = device;
  }

  @Override
  public String name() {
    return "PortableMatmul";
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public Support supports(Spec spec) {
    return PortableFormats.supports(spec.stored());
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    int across = across(matmul.n());
    try (PortableWork work = new PortableWork(device)) {
      var launches = new MatmulLaunches(work, matmul, (Inputs.Matmul) inputs);
      Module module =
          Module.of("matmul", Map.of("ASSAY_FORMAT", matmul.stored().name()), GROUP, across);
      long tokens = (long) LINES * across;
      launches.add(work.function(module), FEATURES, Math.ceilDiv(matmul.n(), tokens));
      work.detail("tile", FEATURES + "x" + tokens);
      return work.kernel(name(), Arithmetic.FLOAT32, "f32");
    }
  }

  private static int across(long n) {
    return n > FEW * LINES ? MANY : FEW;
  }
}
