package assay.kernels.nativec.int8;

import assay.kernels.Arithmetic;
import assay.kernels.Execution;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.PreparedKernel;
import assay.kernels.Tensor;
import assay.kernels.binding.GuardedOutput;
import assay.kernels.binding.OffHeap;
import assay.kernels.nativec.NativeLibrary;
import assay.kernels.nativec.PinnedPool;
import assay.kernels.nativec.Tier;
import assay.kernels.parallel.ParallelTask;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** See {@link NativeMatmulInt8}. */
final class Int8Kernel implements PreparedKernel {

  private static final long CACHE_LINE = 64;

  /** Groups of rows that meet a tile of X while it lies in L2. */
  private static final int GROUPS = 4;

  /** Elements of each row of a tile that a thread rounds at a time; a multiple of a block. */
  private static final long ROUNDED = 4096;

  /** Items of work for each thread, at least: the last ones to finish cost little then. */
  private static final int ITEMS = 4;

  private final Tier tier;
  private final Int8Functions functions;
  private final MatmulSpec spec;
  private final PinnedPool pool;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment activations;
  private final MemorySegment packed;
  private final MemorySegment[] quantized;
  private final GuardedOutput output;
  private final List<ColumnTile> tiles;
  private final int groups;
  private final int groupsPerItem;
  private final long groupBytes;
  private final AtomicInteger next = new AtomicInteger();
  private final ParallelTask rounding = (thread, threads) -> round();
  private final ParallelTask multiplying = (thread, threads) -> multiply();

  Int8Kernel(
      NativeLibrary library,
      Tier tier,
      Int8Functions functions,
      MatmulSpec spec,
      Inputs.Matmul inputs,
      int threads) {
    this.tier = tier;
    this.functions = functions;
    this.spec = spec;
    groups = Math.toIntExact(Math.ceilDiv(spec.m(), functions.lanes()));
    groupBytes = Math.ceilDiv(functions.groupBytes(spec.k()), CACHE_LINE) * CACHE_LINE;
    tiles = ColumnTile.cover(Math.toIntExact(spec.n()), functions.tile());
    groupsPerItem = Math.clamp(groups / (ITEMS * threads), 1, GROUPS);
    activations = OffHeap.of(inputs.activations().data(), arena);
    packed = arena.allocate(Math.max(1, groups * groupBytes), CACHE_LINE);
    quantized =
        tiles.stream()
            .map(tile -> functions.quantizedBytes(spec.k(), tile.columns()))
            .map(bytes -> arena.allocate(Math.max(1, bytes), CACHE_LINE))
            .toArray(MemorySegment[]::new);
    output = new GuardedOutput(columns() * stride() * Float.BYTES, arena);
    pool = new PinnedPool(library, threads);
    pack(inputs.weights());
  }

  /** Floats from one column's results to the next: whole groups, for the kernel writes those. */
  private long stride() {
    return (long) groups * functions.lanes();
  }

  /** Columns of Y, those of the last tile that only fill it up included. */
  private long columns() {
    return tiles.isEmpty() ? 0 : tiles.getLast().first() + tiles.getLast().columns();
  }

  private void pack(Tensor weights) {
    MemorySegment rows = OffHeap.of(weights.data(), arena);
    pool.run((thread, threads) -> {
      for (int group = thread; group < groups; group += threads) {
        long first = (long) group * functions.lanes();
        int count = (int) Math.min(functions.lanes(), spec.m() - first);
        functions.pack(
            rows.asSlice(first * weights.rowBytes()),
            weights.rowBytes(),
            count,
            spec.k(),
            group(group));
      }
    });
  }

  private MemorySegment group(int index) {
    return packed.asSlice(index * groupBytes);
  }

  @Override
  public void run() {
    next.set(0);
    pool.run(rounding);
    next.set(0);
    pool.run(multiplying);
  }

  private void round() {
    int parts = Math.toIntExact(Math.ceilDiv(spec.k(), ROUNDED));
    int items = parts * tiles.size();
    for (int item = next.getAndIncrement(); item < items; item = next.getAndIncrement()) {
      ColumnTile tile = tiles.get(item / parts);
      long from = item % parts * ROUNDED;
      functions.quantize(
          activations.asSlice(tile.first() * spec.k() * Float.BYTES),
          spec.k(),
          tile.used(),
          tile.columns(),
          spec.k(),
          from,
          Math.min(from + ROUNDED, spec.k()),
          quantized[item / parts]);
    }
  }

  private void multiply() {
    int items = Math.ceilDiv(groups, groupsPerItem);
    for (int item = next.getAndIncrement(); item < items; item = next.getAndIncrement()) {
      int first = item * groupsPerItem;
      int end = Math.min(groups, first + groupsPerItem);
      for (int tile = 0; tile < tiles.size(); tile++) {
        for (int group = first; group < end; group++) {
          multiply(group, tile);
        }
      }
    }
  }

  private void multiply(int group, int index) {
    ColumnTile tile = tiles.get(index);
    long at = tile.first() * stride() + (long) group * functions.lanes();
    functions.multiply(
        group(group),
        quantized[index],
        spec.k(),
        tile.columns(),
        output.data().asSlice(at * Float.BYTES),
        stride());
  }

  @Override
  public void poisonOutput() {
    output.poison();
  }

  @Override
  public Optional<String> damage() {
    return output.damage();
  }

  @Override
  public void readOutput(float[] destination) {
    int m = (int) spec.m();
    for (int column = 0; column < spec.n(); column++) {
      MemorySegment.copy(
          output.data(),
          ValueLayout.JAVA_FLOAT,
          column * stride() * Float.BYTES,
          destination,
          column * m,
          m);
    }
  }

  @Override
  public Arithmetic arithmetic() {
    return Arithmetic.roundingActivations(Format.Q8_0);
  }

  @Override
  public Execution execution() {
    return new Execution(
        "NativeMatmulInt8",
        tier.isa(),
        Map.of(
            "threads", "" + pool.threads(),
            "pinned", "" + pool.isPinned(),
            "rowsPerGroup", "" + functions.lanes(),
            "columnsPerTile", "" + functions.tile(),
            "packedBytes", "" + packed.byteSize()));
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      pool.close();
      arena.close();
    }
  }
}
