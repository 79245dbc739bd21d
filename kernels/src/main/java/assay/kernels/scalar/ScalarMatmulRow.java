package assay.kernels.scalar;

import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.MatmulSpec;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.format.Codec;
import assay.kernels.format.Codecs;
import java.lang.foreign.MemorySegment;

/** Decodes a stretch of one row of W and multiplies it with every token. */
final class ScalarMatmulRow implements KernelVariant {

  @Override
  public String name() {
    return "ScalarMatmulRow";
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    return new Kernel(name(), (MatmulSpec) spec, (Inputs.Matmul) inputs, settings.threads());
  }

  private static final class Kernel extends ScalarKernel {
    private final MatmulSpec spec;
    private final Inputs.Matmul inputs;
    private final Codec codec;
    private final float[][] tiles;

    Kernel(String name, MatmulSpec spec, Inputs.Matmul inputs, int threads) {
      super(name, spec.outputs(), threads);
      this.spec = spec;
      this.inputs = inputs;
      this.codec = Codecs.of(spec.stored());
      this.tiles = new float[threads][TILE];
    }

    @Override
    public void run(int thread, int threads) {
      long end = share(spec.m(), thread + 1, threads);
      for (long row = share(spec.m(), thread, threads); row < end; row++) {
        multiply((int) row, tiles[thread]);
      }
    }

    private void multiply(int row, float[] tile) {
      int m = (int) spec.m();
      int n = (int) spec.n();
      int k = (int) spec.k();
      MemorySegment x = inputs.activations().data();
      long stored = row * inputs.weights().rowBytes();
      for (int token = 0; token < n; token++) {
        output[token * m + row] = 0;
      }
      for (int from = 0; from < k; from += TILE) {
        int count = Math.min(TILE, k - from);
        codec.decode(inputs.weights().data(), stored, tile, 0, count);
        stored += spec.stored().bytesFor(count);
        for (int token = 0; token < n; token++) {
          long offset = 4L * ((long) token * k + from);
          output[token * m + row] += Dot.product(tile, 0, x, offset, count);
        }
      }
    }
  }
}
