package assay.kernels.vector.dequant;

import assay.kernels.DequantSpec;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.KernelVariant;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;

/** Decodes a tensor of any format to F32, F16 or BF16. */
public final class VectorDequant implements KernelVariant {

  @Override
  public String name() {
    return "VectorDequant";
  }

  @Override
  public Operation operation() {
    return Operation.DEQUANT;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    if (!(spec instanceof DequantSpec dequant) || !(inputs instanceof Inputs.Dequant tensor)) {
      throw new KernelUnavailableException("vector", "%s cannot run %s".formatted(name(), spec));
    }
    return new PreparedDequant(name(), dequant, tensor.source(), settings.threads());
  }
}
