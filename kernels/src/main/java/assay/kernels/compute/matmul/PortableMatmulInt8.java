package assay.kernels.compute.matmul;

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
import assay.kernels.compute.Int8Formats;
import assay.kernels.compute.MatmulLaunches;
import assay.kernels.compute.Module;
import assay.kernels.compute.PortableWork;
import java.util.Map;

/** Any number of tokens rounded to 8 bits, W of small whole numbers under scales. */
public final class PortableMatmulInt8 implements KernelVariant {

  private static final int GROUP = 128;

  /**
   * As in matmul_int8.kernel: features of a group, and lines of items that have different tokens.
   */
  private static final int FEATURES = 64;

  private static final int LINES = GROUP / 16;

  /** Tokens of an item: with four features each, their sums fit the registers. */
  private static final int MANY = 8;

  private static final int FEW = 2;

  private final ComputeDevice device;

  public PortableMatmulInt8(ComputeDevice device) {
    this.device = device;
  }

  @Override
  public String name() {
    return "PortableMatmulInt8";
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public boolean takes(Format stored) {
    return Int8Formats.takes(stored);
  }

  @Override
  public boolean preferredFor(Spec spec) {
    return device.features().int8DotAccelerated();
  }

  @Override
  public Support supports(Spec spec) {
    return Int8Formats.supports(device);
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    int across = across(matmul.n());
    try (PortableWork work = new PortableWork(device)) {
      var launches = MatmulLaunches.ofBytes(work, matmul, (Inputs.Matmul) inputs);
      Module module =
          Module.of("matmul_int8", Map.of("ASSAY_FORMAT", matmul.stored().name()), GROUP, across);
      long tokens = (long) LINES * across;
      launches.add(work.function(module), FEATURES, Math.ceilDiv(matmul.n(), tokens));
      work.detail("tile", FEATURES + "x" + tokens);
      return work.kernel(name(), Int8Formats.ARITHMETIC, "i8");
    }
  }

  private static int across(long n) {
    return n > FEW * LINES ? MANY : FEW;
  }
}
