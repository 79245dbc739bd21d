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

  private static final int GROUP = 64;

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
    return n <= Columns.MOST
        ? Int8Formats.supports(device)
        : Support.no("%s multiplies at most %d tokens, not %d".formatted(name(), Columns.MOST, n));
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    int columns = Columns.of(matmul.n());
    int rows = Columns.rows(columns);
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
}
