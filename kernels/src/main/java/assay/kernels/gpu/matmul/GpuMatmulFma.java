package assay.kernels.gpu.matmul;

import assay.kernels.Arithmetic;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.MatmulSpec;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.gpu.DeviceFormats;
import assay.kernels.gpu.GpuSession;
import assay.kernels.gpu.GpuWork;
import assay.kernels.gpu.SplitOutput;
import assay.kernels.gpu.driver.GpuMemory;
import java.util.List;

/** Multiply-adds of float32 on any device: where there is nothing better, and for F32 weights. */
public final class GpuMatmulFma implements KernelVariant {

  /** As in matmul_fma.cu. */
  private static final int THREADS = 256;

  private static final List<Integer> TOKENS = List.of(128, 32);
  private static final int DEPTH = 16;

  /** A multiprocessor has 128 lanes; reading and decoding come to a sixth of a tile of 128. */
  private static final TileChoice.Step STEP =
      new TileChoice.Step(DEPTH, 340, TileChoice.FEATURES * DEPTH / 128.0);

  private final GpuSession session;

  public GpuMatmulFma(GpuSession session) {
    this.session = session;
  }

  @Override
  public String name() {
    return "GpuMatmulFma";
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public Support supports(Spec spec) {
    return DeviceFormats.supports(spec.stored());
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    Inputs.Matmul data = (Inputs.Matmul) inputs;
    TileChoice choice = TileChoice.of(matmul, TOKENS, STEP, session.device().multiprocessors());
    try (GpuWork work = new GpuWork(session)) {
      work.require(
          data.weights().byteSize()
              + data.activations().byteSize()
              + SplitOutput.bytes(matmul.outputs(), choice.parts()));
      GpuMemory weights = work.upload(data.weights());
      GpuMemory activations = work.upload(data.activations());
      SplitOutput output = new SplitOutput(work, matmul.outputs(), choice.parts());
      String kernel = "matmul_fma_" + choice.tokens();
      work.launch(
          work.function(DeviceFormats.module("matmul_fma", matmul.stored()), kernel),
          choice.grid(),
          THREADS,
          0,
          weights,
          activations,
          output.target(),
          matmul.m(),
          matmul.n(),
          matmul.k(),
          choice.steps() * DEPTH);
      output.finish();
      choice.describe(work, kernel);
      return work.kernel(name(), Arithmetic.FLOAT32, "f32");
    }
  }
}
