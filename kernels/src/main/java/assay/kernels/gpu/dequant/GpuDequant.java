package assay.kernels.gpu.dequant;

import assay.kernels.Arithmetic;
import assay.kernels.DequantSpec;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.gpu.DeviceFormats;
import assay.kernels.gpu.GpuSession;
import assay.kernels.gpu.GpuWork;
import assay.kernels.gpu.code.Module;
import assay.kernels.gpu.driver.GpuMemory;
import assay.kernels.gpu.driver.Launch;

/** A tensor by chunks that wait in shared memory, whatever the size of a format's blocks. */
public final class GpuDequant implements KernelVariant {

  /** As in dequant.cu. */
  private static final int THREADS = 128;

  private static final int VALUES_OF_A_BLOCK = 4096;

  private final GpuSession session;

  public GpuDequant(GpuSession session) {
    this.session = session;
  }

  @Override
  public String name() {
    return "GpuDequant";
  }

  @Override
  public Operation operation() {
    return Operation.DEQUANT;
  }

  @Override
  public Support supports(Spec spec) {
    return DeviceFormats.supports(spec.stored());
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    DequantSpec dequant = (DequantSpec) spec;
    long count = dequant.outputs();
    try (GpuWork work = new GpuWork(session)) {
      work.require(dequant.stored().bytesFor(count) + GpuWork.outputBytes(dequant.target(), count));
      GpuMemory stored = work.upload(((Inputs.Dequant) inputs).source());
      long output = work.output(dequant.target(), count);
      Module module = DeviceFormats.module("dequant", dequant.stored());
      work.launch(
          work.function(module, "dequant_" + dequant.target().text()),
          Launch.Grid.of(Math.ceilDiv(count, VALUES_OF_A_BLOCK)),
          THREADS,
          0,
          stored,
          output,
          count);
      return work.kernel(name(), Arithmetic.FLOAT32, "f32");
    }
  }
}
