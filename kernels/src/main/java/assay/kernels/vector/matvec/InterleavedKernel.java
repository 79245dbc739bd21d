package assay.kernels.vector.matvec;

import assay.kernels.Execution;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Tensor;
import assay.kernels.vector.shape.VectorShapes;
import java.util.Map;

/** See {@link VectorMatmulInterleaved}. */
final class InterleavedKernel extends MatvecKernel {

  /** Sums of this many activations meet the mins of a group. */
  private static final int SUMMED = 32;

  private final Interleaving layout;
  private final int units;
  private final byte[][] codes;
  private final float[][] scales;
  private final float[] sums;

  InterleavedKernel(MatmulSpec spec, Inputs.Matmul inputs, int threads, Interleaving layout) {
    super(spec, inputs, threads, groups(spec), groups(spec) * Lanes.COUNT);
    this.layout = layout;
    units = Math.toIntExact(spec.k() / spec.stored().blockElements());
    codes = new byte[groups(spec)][units * layout.unitCodes()];
    scales = new float[groups(spec)][units * layout.unitScales()];
    sums = new float[activations.length / SUMMED];
    pack(inputs.weights());
  }

  private static int groups(MatmulSpec spec) {
    return Math.toIntExact(Math.ceilDiv(spec.m(), Lanes.COUNT));
  }

  /** Lanes past the last row stay zero: they multiply to zero and are not read. */
  private void pack(Tensor weights) {
    for (int row = 0; row < weights.rows(); row++) {
      int group = row / Lanes.COUNT;
      long block = row * weights.rowBytes();
      for (int unit = 0; unit < units; unit++) {
        layout.pack(weights.data(), block, codes[group], scales[group], unit, row % Lanes.COUNT);
        block += weights.format().blockBytes();
      }
    }
  }

  @Override
  void activationsChanged() {
    for (int i = 0; i < sums.length; i++) {
      float sum = 0;
      for (int j = i * SUMMED; j < (i + 1) * SUMMED; j++) {
        sum += activations[j];
      }
      sums[i] = sum;
    }
  }

  @Override
  void runStretch(int group, int thread) {
    int k = (int) spec.k();
    for (int column = 0; column < spec.n(); column++) {
      int at = column * outputStride + group * Lanes.COUNT;
      layout.multiply(
          codes[group], scales[group], units, activations, column * k, sums, output, at);
    }
  }

  private long packedBytes() {
    return (long) codes.length
        * units
        * (layout.unitCodes() + (long) Float.BYTES * layout.unitScales());
  }

  @Override
  public Execution execution() {
    return new Execution(
        "VectorMatmulInterleaved",
        VectorShapes.isa(),
        Map.of(
            "threads", "" + threads(),
            "layout", layout.getClass().getSimpleName(),
            "rowsPerGroup", "" + Lanes.COUNT,
            "packedBytes", "" + packedBytes()));
  }
}
