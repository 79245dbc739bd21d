package assay.kernels.vector.matvec;

import assay.kernels.Execution;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Tensor;
import assay.kernels.vector.shape.VectorShapes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/** See {@link VectorMatmulInterleaved}. */
final class InterleavedKernel extends MatvecKernel {

  /** Sums of this many activations meet the mins of a group. */
  private static final int SUMMED = 32;

  private static final int CACHE_LINE = 64;

  private final Interleaving layout;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment packed;
  private final int units;
  private final long groupBytes;
  private final float[] sums;
  private boolean closed;

  InterleavedKernel(MatmulSpec spec, Inputs.Matmul inputs, int threads, Interleaving layout) {
    super(spec, inputs, threads, groups(spec), groups(spec) * Lanes.COUNT);
    this.layout = layout;
    units = Math.toIntExact(spec.k() / spec.stored().blockElements());
    groupBytes = (long) units * layout.unitBytes();
    packed = arena.allocate(Math.max(1, groups(spec) * groupBytes), CACHE_LINE);
    sums = new float[activations.length / SUMMED];
    pack(inputs.weights());
  }

  private static int groups(MatmulSpec spec) {
    return Math.toIntExact(Math.ceilDiv(spec.m(), Lanes.COUNT));
  }

  /** Lanes past the last row stay zero: they multiply to zero and are not read. */
  private void pack(Tensor weights) {
    int blockBytes = weights.format().blockBytes();
    for (long row = 0; row < weights.rows(); row++) {
      long block = row * weights.rowBytes();
      long unit = row / Lanes.COUNT * groupBytes;
      for (int i = 0; i < units; i++) {
        layout.pack(weights.data(), block, packed, unit, (int) (row % Lanes.COUNT));
        block += blockBytes;
        unit += layout.unitBytes();
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
      layout.multiply(
          packed,
          group * groupBytes,
          units,
          activations,
          column * k,
          sums,
          output,
          column * outputStride + group * Lanes.COUNT);
    }
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
            "packedBytes", "" + packed.byteSize()));
  }

  @Override
  public void close() {
    super.close();
    if (!closed) {
      closed = true;
      arena.close();
    }
  }
}
