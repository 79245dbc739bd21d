package assay.kernels.vector.gemm;

import static assay.kernels.vector.shape.VectorShapes.LANES;

import assay.kernels.Execution;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.PreparedKernel;
import assay.kernels.parallel.ParallelTask;
import assay.kernels.parallel.WorkerPool;
import assay.kernels.vector.decode.RowDecoder;
import assay.kernels.vector.decode.RowDecoders;
import assay.kernels.vector.shape.VectorShapes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A prefill matmul made ready: its threads, their buffers and the result.
 *
 * <p>Each run packs X (it is the operation's input, so packing is part of its time), then threads
 * take blocks of Y from a counter until none is left.
 */
final class TiledMatmul implements PreparedKernel {

  private final String name;
  private final MatmulSpec spec;
  private final GemmTiles tiles;
  private final GemmBlocking blocking;
  private final ActivationPanels panels;
  private final MacroKernel[] kernels;
  private final GemmOutput[] outputs;
  private final float[][][] rows;
  private final WorkerPool pool;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment result;
  private final AtomicInteger next = new AtomicInteger();
  private final ParallelTask packing = this::pack;
  private final ParallelTask multiplying = this::multiply;

  TiledMatmul(String name, MatmulSpec spec, Inputs.Matmul inputs, GemmTiles tiles, int threads) {
    this(name, spec, inputs, tiles, GemmBlocking.of(spec, threads, tiles.vectors()), threads);
  }

  TiledMatmul(
      String name,
      MatmulSpec spec,
      Inputs.Matmul inputs,
      GemmTiles tiles,
      GemmBlocking blocking,
      int threads) {
    this.name = name;
    this.spec = spec;
    this.tiles = tiles;
    this.blocking = blocking;
    int width = tiles.vectors() * LANES;
    this.panels = new ActivationPanels(inputs.activations(), width, blocking.packed());
    this.result = arena.allocate(Math.max(1, spec.outputs()) * Float.BYTES, 64);
    this.kernels = new MacroKernel[threads];
    this.outputs = new GemmOutput[threads];
    this.rows = new float[threads][ActivationPanels.COLUMNS][GemmBlocking.DEPTH];
    RowDecoder decoder = RowDecoders.of(spec.stored());
    for (int i = 0; i < threads; i++) {
      WeightBlock weights = new WeightBlock(inputs.weights(), decoder, blocking.rows());
      kernels[i] = new MacroKernel(tiles, blocking, weights, panels, (int) spec.k());
      outputs[i] = new GemmOutput(result, spec.m(), blocking.rows());
    }
    this.pool = new WorkerPool(threads);
  }

  @Override
  public void run() {
    for (long first = 0; first < spec.n(); first += blocking.packed()) {
      int count = (int) Math.min(blocking.packed(), spec.n() - first);
      panels.select(first, count);
      for (GemmOutput output : outputs) {
        output.select(first, count);
      }
      next.set(0);
      pool.run(packing);
      next.set(0);
      pool.run(multiplying);
    }
  }

  private void pack(int thread, int threads) {
    int count = panels.panels();
    for (int panel = next.getAndIncrement(); panel < count; panel = next.getAndIncrement()) {
      panels.pack(panel, rows[thread]);
    }
  }

  private void multiply(int thread, int threads) {
    int across = Math.ceilDiv(panels.padded(), blocking.columns());
    int count = Math.toIntExact(Math.ceilDiv(spec.m(), (long) blocking.rows()) * across);
    for (int item = next.getAndIncrement(); item < count; item = next.getAndIncrement()) {
      long row = (long) (item / across) * blocking.rows();
      int column = item % across * blocking.columns();
      int high = (int) Math.min(blocking.rows(), spec.m() - row);
      int wide = Math.min(blocking.columns(), panels.padded() - column);
      kernels[thread].multiply(row, high, column, wide, outputs[thread]);
    }
  }

  @Override
  public void poisonOutput() {
    for (long i = 0; i < spec.outputs(); i++) {
      result.setAtIndex(ValueLayout.JAVA_FLOAT, i, Float.NaN);
    }
  }

  @Override
  public void readOutput(float[] destination) {
    MemorySegment.copy(
        result, ValueLayout.JAVA_FLOAT, 0, destination, 0, Math.toIntExact(spec.outputs()));
  }

  @Override
  public Execution execution() {
    return new Execution(
        name,
        VectorShapes.isa(),
        Map.of(
            "tile", tiles.main() + " vectors of " + LANES,
            "blocking", blocking.toString(),
            "threads", Integer.toString(pool.threads()),
            "packedBytes", Long.toString(4L * panels.floats().length)));
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      pool.close();
      arena.close();
    }
  }
}
