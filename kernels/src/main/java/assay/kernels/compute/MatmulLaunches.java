package assay.kernels.compute;

import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import java.util.List;

/**
 * What portable kernels of MATMUL read and write on the device, and their launches: one for each
 * part that the rows of W are in.
 */
public final class MatmulLaunches {

  private final PortableWork work;
  private final MatmulSpec spec;
  private final List<Rows> weights;
  private final Buffer activations;
  private final Buffer output;

  /** Uploads. */
  public MatmulLaunches(PortableWork work, MatmulSpec spec, Inputs.Matmul inputs) {
    this.work = work;
    this.spec = spec;
    work.require(
        inputs.weights().byteSize()
            + inputs.activations().byteSize()
            + PortableWork.outputBytes(work.device(), Format.F32, spec.outputs()));
    weights = work.uploadRows(inputs.weights());
    activations = work.upload(inputs.activations());
    output = work.output(Format.F32, spec.outputs());
  }

  /**
   * A kernel whose scalars are rows of W here, the first of them among all, m, n and k.
   *
   * @param rowsOfGroup rows of W that a group takes
   * @param groupsOfRows groups that take the same rows
   */
  public void add(ComputeFunction function, int rowsOfGroup, long groupsOfRows) {
    for (Rows rows : weights) {
      work.launch(
          function,
          Math.ceilDiv(rows.count(), (long) rowsOfGroup) * groupsOfRows,
          List.of(output, rows.buffer(), activations),
          rows.count(),
          rows.first(),
          spec.m(),
          spec.n(),
          spec.k());
    }
  }
}
