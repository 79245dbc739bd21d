package assay.kernels.scalar;

import assay.kernels.DequantSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.format.Bfloat16;
import assay.kernels.format.Codec;
import assay.kernels.format.Codecs;
import java.util.Arrays;

/**
 * Decodes stretches of blocks; rows follow each other without a gap, so they need not be told
 * apart.
 */
final class ScalarDequantBlocks implements KernelVariant {

  @Override
  public String name() {
    return "ScalarDequantBlocks";
  }

  @Override
  public Operation operation() {
    return Operation.DEQUANT;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    DequantSpec dequant = (DequantSpec) spec;
    return dequant.target() == Format.F32
        ? new ToFloats(name(), dequant, (Inputs.Dequant) inputs, settings.threads())
        : new ToShorts(name(), dequant, (Inputs.Dequant) inputs, settings.threads());
  }

  /** Whole tiles, shared out; the last one may be short. */
  private abstract static class Kernel extends ScalarKernel {
    final DequantSpec spec;
    final Inputs.Dequant inputs;
    final Codec codec;

    Kernel(String name, DequantSpec spec, long floats, Inputs.Dequant inputs, int threads) {
      super(name, floats, threads);
      this.spec = spec;
      this.inputs = inputs;
      this.codec = Codecs.of(spec.stored());
    }

    @Override
    public void run(int thread, int threads) {
      long elements = spec.outputs();
      long tiles = Math.ceilDiv(elements, TILE);
      long end = share(tiles, thread + 1, threads);
      long tileBytes = spec.stored().bytesFor(TILE);
      for (long tile = share(tiles, thread, threads); tile < end; tile++) {
        int from = (int) (tile * TILE);
        int count = (int) Math.min(TILE, elements - from);
        decode(thread, tile * tileBytes, from, count);
      }
    }

    abstract void decode(int thread, long stored, int from, int count);
  }

  private static final class ToFloats extends Kernel {
    ToFloats(String name, DequantSpec spec, Inputs.Dequant inputs, int threads) {
      super(name, spec, spec.outputs(), inputs, threads);
    }

    @Override
    void decode(int thread, long stored, int from, int count) {
      codec.decode(inputs.source().data(), stored, output, from, count);
    }
  }

  private static final class ToShorts extends Kernel {
    private final short[] shorts;
    private final float[][] tiles;

    ToShorts(String name, DequantSpec spec, Inputs.Dequant inputs, int threads) {
      super(name, spec, 0, inputs, threads);
      this.shorts = new short[(int) spec.outputs()];
      this.tiles = new float[threads][TILE];
    }

    @Override
    void decode(int thread, long stored, int from, int count) {
      float[] tile = tiles[thread];
      codec.decode(inputs.source().data(), stored, tile, 0, count);
      boolean half = spec.target() == Format.F16;
      for (int j = 0; j < count; j++) {
        shorts[from + j] = half ? Float.floatToFloat16(tile[j]) : Bfloat16.fromFloat(tile[j]);
      }
    }

    @Override
    public void poisonOutput() {
      Arrays.fill(shorts, Bfloat16.fromFloat(Float.NaN));
    }

    @Override
    public void readOutput(float[] destination) {
      boolean half = spec.target() == Format.F16;
      for (int i = 0; i < shorts.length; i++) {
        destination[i] = half ? Float.float16ToFloat(shorts[i]) : Bfloat16.toFloat(shorts[i]);
      }
    }
  }
}
