package assay.kernels.compute;

import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import java.util.List;
import java.util.Map;

/**
 * What portable kernels of MATMUL read and write on the device, and their launches: one for each
 * part that the rows of W are in.
 */
public final class MatmulLaunches {

  /** As in units.h: values under one scale, and the bytes that they are rounded to. */
  private static final int UNIT = Int8Formats.UNIT;

  private static final int UNIT_BYTES = 48;

  private static final int GROUP = 64;

  private final PortableWork work;
  private final MatmulSpec spec;
  private final List<Rows> weights;
  private final Buffer activations;
  private final Buffer output;

  /** Uploads. */
  public MatmulLaunches(PortableWork work, MatmulSpec spec, Inputs.Matmul inputs) {
    this(work, spec, inputs, 0);
  }

  private MatmulLaunches(
      PortableWork work, MatmulSpec spec, Inputs.Matmul inputs, long roundedBytes) {
    this.work = work;
    this.spec = spec;
    work.require(
        inputs.weights().byteSize()
            + inputs.activations().byteSize()
            + roundedBytes
            + PortableWork.outputBytes(work.device(), Format.F32, spec.outputs()));
    weights = work.uploadRows(inputs.weights());
    Buffer whole = work.upload(inputs.activations());
    activations = roundedBytes == 0 ? whole : rounded(whole, roundedBytes);
    output = work.output(Format.F32, spec.outputs());
  }

  /** Uploads, and adds what rounds activations to 8 bits: the others get them as in units.h. */
  public static MatmulLaunches ofBytes(PortableWork work, MatmulSpec spec, Inputs.Matmul inputs) {
    return new MatmulLaunches(work, spec, inputs, spec.n() * (spec.k() / UNIT) * UNIT_BYTES);
  }

  private Buffer rounded(Buffer whole, long bytes) {
    Buffer rounded = work.allocate(bytes);
    long units = bytes / UNIT_BYTES;
    work.launch(
        work.function(Module.of("round_to_bytes", Map.of(), GROUP)),
        Math.ceilDiv(units, (long) GROUP),
        List.of(rounded, whole),
        units);
    return rounded;
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
