package assay.kernels.compute.matvec;

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
import assay.kernels.compute.Tile;
import java.util.List;
import java.util.Map;

/** At most eight tokens in float32, W in any format. */
public final class PortableMatvec implements KernelVariant {

  private final ComputeDevice device;

  public PortableMatvec(ComputeDevice device) {
    this.device = device;
  }

  @Override
  public String name() {
    return "PortableMatvec";
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public Support supports(Spec spec) {
    long n = ((MatmulSpec) spec).n();
    return n <= Columns.MOST
        ? PortableFormats.supports(spec.stored())
        : Support.no("%s multiplies at most %d tokens, not %d".formatted(name(), Columns.MOST, n));
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    try (PortableWork work = new PortableWork(device)) {
      var launches = new MatmulLaunches(work, matmul, (Inputs.Matmul) inputs);
      launches.addFastest(tiles(matmul, launches));
      work.detail("columns", Columns.of(matmul.n()));
      return work.kernel(name(), Arithmetic.FLOAT32, "f32");
    }
  }

  /**
   * Items of a group add up in an order of their own, so that bits depend on how many there are.
   */
  private static List<Tile> tiles(MatmulSpec spec, MatmulLaunches launches) {
    int rows = Columns.rows(Columns.of(spec.n()));
    return List.of(
        tile(spec, launches, 64, rows),
        tile(spec, launches, 32, rows),
        tile(spec, launches, 128, rows),
        tile(spec, launches, 64, 2 * rows));
  }

  /**
   * @param group items of a group, a power of two
   * @param rows of W that it takes
   */
  private static Tile tile(MatmulSpec spec, MatmulLaunches launches, int group, int rows) {
    int columns = Columns.of(spec.n());
    return new Tile(
        "%d rows, groups of %d".formatted(rows, group),
        Module.of("matvec", Map.of("ASSAY_FORMAT", spec.stored().name()), group, columns, rows),
        Float.BYTES * group * rows * columns,
        function -> launches.of(function, rows, spec.n() == 0 ? 0 : 1));
  }
}
