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

  private static final int WORTH_OF_WEIGHT = 8;

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
    work.launch(of(function, rowsOfGroup, groupsOfRows));
  }

  /**
   * @param tiles whose launches are {@link #of} these matrices
   */
  public void addFastest(List<Tile> tiles) {
    work.launchFastest(tiles, worth(), shapes());
  }

  /** None where there is nothing to compute. */
  public List<Launch> of(ComputeFunction function, int rowsOfGroup, long groupsOfRows) {
    return groupsOfRows == 0
        ? List.of()
        : weights.stream().map(rows -> of(function, rowsOfGroup, groupsOfRows, rows)).toList();
  }

  private Launch of(ComputeFunction function, int rowsOfGroup, long groupsOfRows, Rows rows) {
    return Launch.of(
        function,
        Math.ceilDiv(rows.count(), (long) rowsOfGroup) * groupsOfRows,
        List.of(output, rows.buffer(), activations),
        rows.count(),
        rows.first(),
        spec.m(),
        spec.n(),
        spec.k());
  }

  /** To fetch a weight and decode it costs as much as a few multiply-adds, however few meet it. */
  private long worth() {
    return spec.n() == 0 ? 0 : spec.m() * spec.k() * Math.max(spec.n(), WORTH_OF_WEIGHT);
  }

  private String shapes() {
    return "matmul m%d n%d k%d"
        .formatted(Tile.sizeClass(spec.m()), Tile.sizeClass(spec.n()), Tile.sizeClass(spec.k()));
  }
}
