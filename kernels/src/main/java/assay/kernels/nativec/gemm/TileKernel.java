package assay.kernels.nativec.gemm;

import assay.kernels.Arithmetic;
import assay.kernels.Execution;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.PreparedKernel;
import assay.kernels.binding.GuardedOutput;
import assay.kernels.binding.OffHeap;
import assay.kernels.nativec.NativeLibrary;
import assay.kernels.nativec.PinnedPool;
import assay.kernels.nativec.Tier;
import assay.kernels.parallel.ParallelTask;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * See {@link NativeMatmulTile} and {@link NativeMatmulBf16}.
 *
 * <p>Each run packs X (it is the operation's input, so packing is part of its time), then threads
 * take blocks of Y from a counter until none is left.
 */
final class TileKernel implements PreparedKernel {

  private static final long CACHE_LINE = 64;

  private final String name;
  private final Arithmetic arithmetic;
  private final Tier tier;
  private final TileFunctions functions;
  private final MatmulSpec spec;
  private final TileBlocking blocking;
  private final PinnedPool pool;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment weights;
  private final MemorySegment activations;
  private final MemorySegment packed;
  private final MemorySegment[] scratch;
  private final GuardedOutput output;
  private final AtomicInteger next = new AtomicInteger();
  private final ParallelTask packing = (thread, threads) -> pack();
  private final ParallelTask multiplying = (thread, threads) -> multiply(thread);
  private long first;
  private long columns;

  TileKernel(
      String name,
      Arithmetic arithmetic,
      NativeLibrary library,
      Tier tier,
      TileFunctions functions,
      MatmulSpec spec,
      Inputs.Matmul inputs,
      int threads) {
    this.name = name;
    this.arithmetic = arithmetic;
    this.tier = tier;
    this.functions = functions;
    this.spec = spec;
    blocking = TileBlocking.of(spec, threads, functions.tileRows(), functions.panel());
    weights = OffHeap.of(inputs.weights().data(), arena);
    activations = OffHeap.of(inputs.activations().data(), arena);
    packed = allocate(functions.packedBytes(spec.k(), blocking.packed()));
    scratch = new MemorySegment[threads];
    for (int i = 0; i < threads; i++) {
      scratch[i] = allocate(functions.scratchBytes(TileBlocking.MAX_ROWS, blocking.columns()));
    }
    output = new GuardedOutput(spec.outputs() * Float.BYTES, arena);
    pool = new PinnedPool(library, threads);
  }

  private MemorySegment allocate(long bytes) {
    return arena.allocate(Math.max(1, bytes), CACHE_LINE);
  }

  @Override
  public void run() {
    for (first = 0; first < spec.n(); first += blocking.packed()) {
      columns = Math.min(blocking.packed(), spec.n() - first);
      next.set(0);
      pool.run(packing);
      next.set(0);
      pool.run(multiplying);
    }
  }

  private void pack() {
    long x = activations.address() + first * spec.k() * Float.BYTES;
    int panel = functions.panel();
    for (long at = (long) next.getAndIncrement() * panel;
        at < columns;
        at = (long) next.getAndIncrement() * panel) {
      functions.pack(x, spec.k(), columns, at, packed.address());
    }
  }

  private void multiply(int thread) {
    int across = Math.toIntExact(Math.ceilDiv(columns, blocking.columns()));
    int items = (blocking.rows().length - 1) * across;
    for (int item = next.getAndIncrement(); item < items; item = next.getAndIncrement()) {
      multiply(item / across, (long) (item % across) * blocking.columns(), scratch[thread]);
    }
  }

  private void multiply(int block, long column, MemorySegment room) {
    long row = blocking.rows()[block];
    long rowBytes = spec.stored().bytesFor(spec.k());
    functions.multiply(
        weights.address() + row * rowBytes,
        rowBytes,
        blocking.rows()[block + 1] - row,
        spec.k(),
        packed.address(),
        columns,
        column,
        Math.min(blocking.columns(), columns - column),
        room.address(),
        output.data().address() + (first * spec.m() + row) * Float.BYTES,
        spec.m());
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
    MemorySegment.copy(
        output.data(), ValueLayout.JAVA_FLOAT, 0, destination, 0, Math.toIntExact(spec.outputs()));
  }

  @Override
  public Arithmetic arithmetic() {
    return arithmetic;
  }

  @Override
  public Execution execution() {
    return new Execution(
        name,
        tier.isa(),
        Map.of(
            "threads", "" + pool.threads(),
            "pinned", "" + pool.isPinned(),
            "tile",
                "%d x %d vectors of %d"
                    .formatted(functions.tileRows(), functions.tileVectors(), functions.lanes()),
            "blocking", blocking.toString(),
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
