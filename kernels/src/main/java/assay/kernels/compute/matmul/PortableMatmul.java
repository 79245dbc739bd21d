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
import assay.kernels.compute.PortableFormats;
import assay.kernels.compute.PortableWork;

/** Any number of tokens in float32, W in any format. */
public final class PortableMatmul implements KernelVariant {

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
    try (PortableWork work = new PortableWork(device)) {
      var launches = new MatmulLaunches(work, matmul, (Inputs.Matmul) inputs);
      launches.addFastest(
          MatmulTile.candidates(matmul.n()).stream()
              .map(tile -> tile.of(matmul, launches))
              .toList());
      return work.kernel(name(), Arithmetic.FLOAT32, "f32");
    }
  }
}
