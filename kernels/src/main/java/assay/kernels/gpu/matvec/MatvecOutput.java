package assay.kernels.gpu.matvec;

import assay.kernels.Format;
import assay.kernels.MatmulSpec;
import assay.kernels.gpu.GpuWork;
import assay.kernels.gpu.code.Module;
import assay.kernels.gpu.driver.Launch;
import java.util.Map;

/** Where a product goes: straight to Y, or by way of one result for each split of k. */
final class MatvecOutput {

  /** As in matmul_sum.cu. */
  private static final int SUM_THREADS = 256;

  private final GpuWork work;
  private final MatvecShape shape;
  private final long outputs;
  private final long output;
  private final long target;

  MatvecOutput(GpuWork work, MatmulSpec spec, MatvecShape shape) {
    this.work = work;
    this.shape = shape;
    outputs = spec.outputs();
    output = work.output(Format.F32, outputs);
    target = isSplit(shape) ? work.allocate(splitBytes(spec, shape)).address() : output;
  }

  /** Device memory of both. */
  static long bytes(MatmulSpec spec, MatvecShape shape) {
    return GpuWork.outputBytes(Format.F32, spec.outputs())
        + (isSplit(shape) ? splitBytes(spec, shape) : 0);
  }

  private static boolean isSplit(MatvecShape shape) {
    return shape.splits() > 1;
  }

  private static long splitBytes(MatmulSpec spec, MatvecShape shape) {
    return Float.BYTES * shape.splits() * spec.outputs();
  }

  /** What the product is written to. */
  long target() {
    return target;
  }

  /** Adds what brings the splits together, and how the work is shared to the record. */
  void finish() {
    work.detail("blocks", shape.blocks());
    work.detail("splits", shape.splits());
    work.detail("warpsAlongK", shape.warps());
    if (isSplit(shape)) {
      work.launch(
          work.function(new Module("matmul_sum", Map.of()), "matmul_sum"),
          Launch.Grid.of(Math.ceilDiv(outputs, SUM_THREADS)),
          SUM_THREADS,
          0,
          target,
          output,
          outputs,
          shape.splits());
    }
  }
}
