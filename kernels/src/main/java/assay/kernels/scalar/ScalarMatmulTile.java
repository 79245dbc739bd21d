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

/**
 * Prefill: four rows of W against two tokens at a time.
 *
 * <p>Eight sums, four weights and two activations fit the 16 float registers of x86-64; each loaded
 * weight then serves two products and each activation four.
 */
final class ScalarMatmulTile implements KernelVariant {

  private static final int ROWS = 4;

  @Override
  public String name() {
    return "ScalarMatmulTile";
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  /** One token alone fills half a tile. */
  @Override
  public boolean preferredFor(Spec spec) {
    return spec instanceof MatmulSpec matmul && matmul.n() > 1;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    return new Kernel(name(), (MatmulSpec) spec, (Inputs.Matmul) inputs, settings.threads());
  }

  private static final class Kernel extends ScalarKernel {
    private final Inputs.Matmul inputs;
    private final MemorySegment x;
    private final Codec codec;
    private final float[][] tiles;
    private final int m;
    private final int n;
    private final int k;

    Kernel(String name, MatmulSpec spec, Inputs.Matmul inputs, int threads) {
      super(name, spec.outputs(), threads);
      this.inputs = inputs;
      this.x = inputs.activations().data();
      this.codec = Codecs.of(spec.stored());
      this.tiles = new float[threads][ROWS * TILE];
      this.m = (int) spec.m();
      this.n = (int) spec.n();
      this.k = (int) spec.k();
    }

    @Override
    public void run(int thread, int threads) {
      int groups = Math.ceilDiv(m, ROWS);
      long end = share(groups, thread + 1, threads);
      for (long group = share(groups, thread, threads); group < end; group++) {
        int row = (int) group * ROWS;
        multiply(row, Math.min(ROWS, m - row), tiles[thread]);
      }
    }

    private void multiply(int row, int rows, float[] tile) {
      clear(row, rows);
      for (int from = 0; from < k; from += TILE) {
        int count = Math.min(TILE, k - from);
        decode(row, rows, from, count, tile);
        int token = 0;
        for (; rows == ROWS && token + 1 < n; token += 2) {
          fourByTwo(tile, row, token, from, count);
        }
        for (; token < n; token++) {
          for (int i = 0; i < rows; i++) {
            output[token * m + row + i] +=
                Dot.product(tile, i * TILE, x, offset(token, from), count);
          }
        }
      }
    }

    private void clear(int row, int rows) {
      for (int token = 0; token < n; token++) {
        for (int i = 0; i < rows; i++) {
          output[token * m + row + i] = 0;
        }
      }
    }

    private void decode(int row, int rows, int from, int count, float[] tile) {
      long skipped = inputs.weights().format().bytesFor(from);
      for (int i = 0; i < rows; i++) {
        long stored = (row + i) * inputs.weights().rowBytes() + skipped;
        codec.decode(inputs.weights().data(), stored, tile, i * TILE, count);
      }
    }

    private void fourByTwo(float[] w, int row, int token, int from, int count) {
      long first = offset(token, from);
      long second = offset(token + 1, from);
      float a0 = 0;
      float a1 = 0;
      float a2 = 0;
      float a3 = 0;
      float b0 = 0;
      float b1 = 0;
      float b2 = 0;
      float b3 = 0;
      for (int j = 0; j < count; j++) {
        float p = x.get(Dot.FLOAT, first + 4L * j);
        float q = x.get(Dot.FLOAT, second + 4L * j);
        float w0 = w[j];
        float w1 = w[TILE + j];
        float w2 = w[2 * TILE + j];
        float w3 = w[3 * TILE + j];
        a0 += w0 * p;
        a1 += w1 * p;
        a2 += w2 * p;
        a3 += w3 * p;
        b0 += w0 * q;
        b1 += w1 * q;
        b2 += w2 * q;
        b3 += w3 * q;
      }
      add(token * m + row, a0, a1, a2, a3);
      add((token + 1) * m + row, b0, b1, b2, b3);
    }

    private void add(int at, float s0, float s1, float s2, float s3) {
      output[at] += s0;
      output[at + 1] += s1;
      output[at + 2] += s2;
      output[at + 3] += s3;
    }

    private long offset(int token, int from) {
      return 4L * ((long) token * k + from);
    }
  }
}
