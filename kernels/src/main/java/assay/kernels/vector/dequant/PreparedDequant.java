package assay.kernels.vector.dequant;

import assay.kernels.DequantSpec;
import assay.kernels.Execution;
import assay.kernels.PreparedKernel;
import assay.kernels.Tensor;
import assay.kernels.parallel.ParallelTask;
import assay.kernels.parallel.WorkerPool;
import assay.kernels.vector.decode.RowDecoder;
import assay.kernels.vector.decode.RowDecoders;
import assay.kernels.vector.shape.VectorShapes;
import java.util.Map;

/**
 * Rows lie one after the other, so a tensor is one run of blocks: it is cut into chunks without
 * regard to rows, and each thread takes a contiguous share of them.
 */
final class PreparedDequant implements PreparedKernel {

  /** A multiple of every block; 4 KiB of floats stay in L1 between decoding and narrowing. */
  static final int CHUNK = 1024;

  private final String name;
  private final Tensor source;
  private final RowDecoder decoder;
  private final Output output;
  private final WorkerPool pool;
  private final ParallelTask task = this::runShare;
  private final int elements;

  PreparedDequant(String name, DequantSpec spec, Tensor source, int threads) {
    this.name = name;
    this.source = source;
    decoder = RowDecoders.of(spec.stored());
    output = Output.of(spec, threads);
    elements = Math.toIntExact(spec.outputs());
    pool = new WorkerPool(threads);
  }

  @Override
  public void run() {
    pool.run(task);
  }

  private void runShare(int thread, int threads) {
    long chunks = (elements + CHUNK - 1L) / CHUNK;
    long end = chunks * (thread + 1) / threads;
    for (long chunk = chunks * thread / threads; chunk < end; chunk++) {
      int position = (int) (chunk * CHUNK);
      int count = Math.min(CHUNK, elements - position);
      long offset = chunk * source.format().bytesFor(CHUNK);
      output.decode(thread, decoder, source.data(), offset, position, count);
    }
  }

  @Override
  public void poisonOutput() {
    output.poison();
  }

  @Override
  public void readOutput(float[] destination) {
    output.read(destination);
  }

  @Override
  public Execution execution() {
    return new Execution(
        name,
        VectorShapes.isa(),
        Map.of(
            "chunk", CHUNK + " elements",
            "decoder", decoder.name(),
            "threads", Integer.toString(pool.threads())));
  }

  @Override
  public void close() {
    pool.close();
  }
}
