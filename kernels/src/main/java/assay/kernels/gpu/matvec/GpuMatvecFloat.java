package assay.kernels.gpu.matvec;

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
import assay.kernels.gpu.DeviceFormats;
import assay.kernels.gpu.GpuSession;
import assay.kernels.gpu.GpuWork;
import assay.kernels.gpu.SplitOutput;
import assay.kernels.gpu.driver.GpuMemory;
import assay.kernels.gpu.driver.Launch;

/** At most eight tokens in float32, W in any format: the first choice for plain numbers. */
public final class GpuMatvecFloat implements KernelVariant {

  private final GpuSession session;

  public GpuMatvecFloat(GpuSession session) {
    this.session = session;
  }

  @Override
  public String name() {
    return "GpuMatvecFloat";
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public Support supports(Spec spec) {
    Support decoded = DeviceFormats.supports(spec.stored());
    return decoded.isYes() ? MatvecShape.supports(name(), (MatmulSpec) spec) : decoded;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    MatvecShape shape = shape(matmul);
    Inputs.Matmul data = (Inputs.Matmul) inputs;
    try (GpuWork work = new GpuWork(session)) {
      work.require(
          data.weights().byteSize()
              + data.activations().byteSize()
              + SplitOutput.bytes(matmul.outputs(), shape.splits()));
      GpuMemory weights = work.upload(data.weights());
      GpuMemory activations = work.upload(data.activations());
      SplitOutput output = new SplitOutput(work, matmul.outputs(), shape.splits());
      work.launch(
          work.function(
              DeviceFormats.module("matvec_float", matmul.stored()),
              "matvec_float_" + shape.columns()),
          matmul.n() == 0 ? Launch.Grid.of(0) : shape.grid(),
          MatvecShape.THREADS,
          shape.sharedBytes(),
          weights,
          activations,
          output.target(),
          matmul.m(),
          matmul.n(),
          matmul.k(),
          shape.units(),
          shape.warps());
      output.finish();
      shape.describe(work);
      return work.kernel(name(), Arithmetic.FLOAT32, "f32");
    }
  }

  /** As in matvec_float.cu: values of a unit, and rows that a warp multiplies at once. */
  private MatvecShape shape(MatmulSpec spec) {
    Format stored = spec.stored();
    int unit = !stored.isBlocked() && stored.blockBytes() == 4 ? 4 : 8;
    int rows = stored.isBlocked() ? 2 : 4;
    var grain = new MatvecShape.Grain(Math.ceilDiv(spec.k(), unit), rows, unit * Float.BYTES);
    return MatvecShape.of(
        spec, grain, session.device().multiprocessors(), session.device().sharedBytes());
  }
}
