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
import java.util.Map;

/** At most eight tokens in float32, W in any format, sums by subgroups. */
public final class PortableMatvecSubgroup implements KernelVariant {

  private static final int GROUP = 64;

  private final ComputeDevice device;

  public PortableMatvecSubgroup(ComputeDevice device) {
    this.device = device;
  }

  @Override
  public String name() {
    return "PortableMatvecSubgroup";
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public boolean preferredFor(Spec spec) {
    return !device.features().isHost();
  }

  @Override
  public Support supports(Spec spec) {
    long n = ((MatmulSpec) spec).n();
    if (n > Columns.MOST) {
      return Support.no(
          "%s multiplies at most %d tokens, not %d".formatted(name(), Columns.MOST, n));
    }
    Support formats = PortableFormats.supports(spec.stored());
    return formats.isYes() && device.features().subgroupSize() == 0
        ? Support.no(
            "%s has no sums of subgroups whose size it tells".formatted(device.listed().id()))
        : formats;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    int columns = Columns.of(matmul.n());
    int rows = Columns.rows(columns);
    try (PortableWork work = new PortableWork(device)) {
      var launches = new MatmulLaunches(work, matmul, (Inputs.Matmul) inputs);
      Module module =
          Module.of(
              "matvec_subgroup",
              Map.of("ASSAY_FORMAT", matmul.stored().name()),
              GROUP,
              columns,
              rows,
              device.features().subgroupsOf(GROUP));
      launches.add(work.function(module), rows, matmul.n() == 0 ? 0 : 1);
      work.detail("columns", columns);
      work.detail("rowsOfGroup", rows);
      work.detail("subgroup", device.features().subgroupSize());
      return work.kernel(name(), Arithmetic.FLOAT32, "f32");
    }
  }
}
