package assay.datasets.generate;

import assay.datasets.real.RealWeights;
import assay.kernels.Format;
import assay.kernels.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the tensors of one set of inputs and remembers what they were encoded from. */
final class TensorMaker {

  /** A cache line, and the width of the widest vector. */
  private static final long ALIGNMENT = 64;

  private final Fill fill;
  private final long seed;
  private final Arena arena;
  private final Optional<RealWeights> real;
  private final List<OriginalRows> originals = new ArrayList<>();

  TensorMaker(Fill fill, long seed, Arena arena, Optional<RealWeights> real) {
    this.fill = fill;
    this.seed = seed;
    this.arena = arena;
    this.real = real;
  }

  List<OriginalRows> originals() {
    return originals;
  }

  Tensor make(Role role, Format format, long rows, long columns) {
    long bytes = Math.multiplyExact(rows, format.bytesFor(columns));
    Tensor tensor = new Tensor(format, rows, columns, arena.allocate(bytes, ALIGNMENT));
    if (bytes == 0) {
      return tensor;
    }
    long own = role.seed(seed);
    RowMixer mixer = RowMixer.of(own, rows, columns, Encoders.poolElements(format));
    if (fill == Fill.ZEROS) {
      // Fresh memory is zero, and zero scales decode to zero in every format.
      originals.add(new OriginalRows(tensor, new RowMixer(own, 1L + rows, 1), zeros(columns)));
    } else if (drawsCodes(role, format)) {
      Tensor pool = pool(tensor, mixer);
      drawCodes(pool, own);
      mix(pool, tensor, mixer);
      if (fill == Fill.INTEGER) {
        originals.add(OriginalRows.asStored(tensor));
      }
    } else {
      Tensor pool = pool(tensor, mixer);
      originals.add(new OriginalRows(tensor, mixer, encode(role, own, pool)));
      mix(pool, tensor, mixer);
    }
    return tensor;
  }

  private static float[][] zeros(long columns) {
    return new float[][] {new float[(int) columns]};
  }

  /** Whether stored codes are drawn rather than values encoded. */
  private boolean drawsCodes(Role role, Format format) {
    if (!format.isBlocked()) {
      return false;
    }
    return !Encoders.canEncode(format) || (fill == Fill.INTEGER && !role.ofAttention());
  }

  private static Tensor pool(Tensor tensor, RowMixer mixer) {
    if (!mixer.mixes()) {
      return tensor;
    }
    long bytes = mixer.poolRows() * tensor.rowBytes();
    MemorySegment memory = Arena.ofAuto().allocate(bytes, ALIGNMENT);
    return new Tensor(tensor.format(), mixer.poolRows(), tensor.columns(), memory);
  }

  private void drawCodes(Tensor pool, long own) {
    SeededRandom random = new SeededRandom(own);
    BlockBytes block = new BlockBytes(pool.format());
    boolean natural = fill != Fill.INTEGER && BlockBytes.needsImportanceMatrix(pool.format());
    for (long at = 0; at < pool.byteSize(); at += pool.format().blockBytes()) {
      if (natural) {
        block.natural(random, fill == Fill.HEAVY, pool.data(), at);
      } else {
        block.exact(random, pool.data(), at);
      }
    }
  }

  private float[][] encode(Role role, long own, Tensor pool) {
    RowSource source =
        real.map(rows -> RealRows.of(rows, role, own))
            .orElseGet(() -> FloatRows.of(fill, role, own));
    float[][] rows = new float[(int) pool.rows()][(int) pool.columns()];
    for (int row = 0; row < rows.length; row++) {
      source.fill(row, rows[row]);
      Encoders.encode(rows[row], pool, row);
    }
    return rows;
  }

  private static void mix(Tensor pool, Tensor tensor, RowMixer mixer) {
    if (pool == tensor) {
      return;
    }
    long chunkBytes = tensor.format().bytesFor(RowMixer.CHUNK);
    long rowBytes = tensor.rowBytes();
    for (long row = 0; row < tensor.rows(); row++) {
      int chunk = 0;
      for (long at = 0; at < rowBytes; at += chunkBytes, chunk++) {
        long from = mixer.source(row, chunk) * rowBytes + at;
        long length = Math.min(chunkBytes, rowBytes - at);
        MemorySegment.copy(pool.data(), from, tensor.data(), row * rowBytes + at, length);
      }
    }
  }
}
