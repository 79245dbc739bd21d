package assay.kernels.compute.matvec;

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

/** At most eight tokens rounded to 8 bits, W of small whole numbers under scales. */
public final class PortableMatvecInt8 implements KernelVariant {

  private static final int MOST_COLUMNS = 8;
  private static final int GROUP = 64;

  /** Sums of an item: as many rows of W meet what it has read of X. */
  private static final int SUMS = 8;

  private final ComputeDevice device;

  public PortableMatvecInt8(ComputeDevice device) {
    this.device = device;
  }

  @Override
  public String name() {
    return "PortableMatvecInt8";
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
    long n = ((MatmulSpec) spec).n();
    return n <= MOST_COLUMNS
        ? Int8Formats.supports(device)
        : Support.no("%s multiplies at most %d tokens, not %d".formatted(name(), MOST_COLUMNS, n));
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    int columns = columns(matmul.n());
    int rows = rows(columns);
    try (PortableWork work = new PortableWork(device)) {
      var launches = MatmulLaunches.ofBytes(work, matmul, (Inputs.Matmul) inputs);
      Module module =
          Module.of(
              "matvec_int8", Map.of("ASSAY_FORMAT", matmul.stored().name()), GROUP, columns, rows);
      launches.add(work.function(module), rows, matmul.n() == 0 ? 0 : 1);
      work.detail("columns", columns);
      work.detail("rowsOfGroup", rows);
      return work.kernel(name(), Int8Formats.ARITHMETIC, "i8");
    }
  }

  /** Of few numbers, so that few modules are compiled. */
  private static int columns(long n) {
    return n <= 1 ? 1 : n <= 4 ? 4 : MOST_COLUMNS;
  }

  private static int rows(int columns) {
    return Math.min(4, SUMS / columns);
  }
}
