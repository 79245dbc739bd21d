package assay.kernels.compute.dequant;

import assay.kernels.Arithmetic;
import assay.kernels.DequantSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.Tensor;
import assay.kernels.compute.Buffer;
import assay.kernels.compute.ComputeDevice;
import assay.kernels.compute.ComputeFunction;
import assay.kernels.compute.Module;
import assay.kernels.compute.PortableFormats;
import assay.kernels.compute.PortableWork;
import assay.kernels.compute.Rows;
import java.util.List;
import java.util.Map;

/** A tensor, eight values to a work item. */
public final class PortableDequant implements KernelVariant {

  private static final int GROUP = 64;
  private static final int VALUES_OF_A_GROUP = 8 * GROUP;

  private final ComputeDevice device;

  public PortableDequant(ComputeDevice device) {
    this.device = device;
  }

  @Override
  public String name() {
    return "PortableDequant";
  }

  @Override
  public Operation operation() {
    return Operation.DEQUANT;
  }

  @Override
  public Support supports(Spec spec) {
    return PortableFormats.supports(((DequantSpec) spec).stored());
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    DequantSpec dequant = (DequantSpec) spec;
    Tensor source = ((Inputs.Dequant) inputs).source();
    Format target = dequant.target();
    try (PortableWork work = new PortableWork(device)) {
      work.require(source.byteSize() + PortableWork.outputBytes(device, target, dequant.outputs()));
      ComputeFunction function = work.function(module(dequant));
      for (Rows rows : work.uploadRows(source, 1, target.bytesFor(dequant.k()))) {
        long count = rows.count() * dequant.k();
        Buffer output = work.output(target, count);
        long groups = Math.ceilDiv(count, VALUES_OF_A_GROUP);
        work.launch(function, groups, List.of(output, rows.buffer()), count);
      }
      return work.kernel(name(), Arithmetic.FLOAT32, "f32");
    }
  }

  private static Module module(DequantSpec spec) {
    return Module.of(
        "dequant",
        Map.of("ASSAY_FORMAT", spec.stored().name(), "ASSAY_TARGET", spec.target().name()),
        GROUP);
  }
}
