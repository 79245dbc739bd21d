package assay.kernels.gpu;

import assay.kernels.Format;
import assay.kernels.gpu.code.Module;
import assay.kernels.gpu.driver.Launch;
import java.util.Map;

/** Where a product goes: straight to Y, or by way of one result for each split of k. */
public final class SplitOutput {

  /** As in matmul_sum.cu. */
  private static final int SUM_THREADS = 256;

  private final GpuWork work;
  private final long outputs;
  private final long splits;
  private final long output;
  private final long target;

  public SplitOutput(GpuWork work, long outputs, long splits) {
    this.work = work;
    this.outputs = outputs;
    this.splits = splits;
    output = work.output(Format.F32, outputs);
    target = splits > 1 ? work.allocate(splitBytes(outputs, splits)).address() : output;
  }

  /** Device memory of both. */
  public static long bytes(long outputs, long splits) {
    return GpuWork.outputBytes(Format.F32, outputs)
        + (splits > 1 ? splitBytes(outputs, splits) : 0);
  }

  private static long splitBytes(long outputs, long splits) {
    return Float.BYTES * splits * outputs;
  }

  /** What the product is written to. */
  public long target() {
    return target;
  }

  /** Adds what brings the splits together. */
  public void finish() {
    work.detail("splits", splits);
    if (splits > 1) {
      work.launch(
          work.function(new Module("matmul_sum", Map.of()), "matmul_sum"),
          Launch.Grid.of(Math.ceilDiv(outputs, SUM_THREADS)),
          SUM_THREADS,
          0,
          target,
          output,
          outputs,
          splits);
    }
  }
}
