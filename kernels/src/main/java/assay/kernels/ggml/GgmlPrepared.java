package assay.kernels.ggml;

import assay.kernels.Arithmetic;
import assay.kernels.Execution;
import assay.kernels.PreparedKernel;
import java.util.Optional;

/** An operation with its output and what computes it, none of which is used once it is closed. */
abstract class GgmlPrepared implements PreparedKernel {

  /** A result where the operation writes it. */
  interface Output {

    void poison();

    Optional<String> damage();

    void read(float[] destination);
  }

  private final GgmlOperation operation;
  private final Runnable leaving;
  private final Output output;
  private final Arithmetic arithmetic;
  private final Execution execution;
  private boolean closed;

  /**
   * Takes over the operation.
   *
   * @param leaving gives back what computes it
   */
  GgmlPrepared(
      GgmlOperation operation,
      Runnable leaving,
      Output output,
      Arithmetic arithmetic,
      Execution execution) {
    this.operation = operation;
    this.leaving = leaving;
    this.output = output;
    this.arithmetic = arithmetic;
    this.execution = execution;
  }

  final void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the kernel is closed");
    }
  }

  @Override
  public final void poisonOutput() {
    requireOpen();
    output.poison();
  }

  @Override
  public final Optional<String> damage() {
    requireOpen();
    return output.damage();
  }

  @Override
  public final void readOutput(float[] destination) {
    requireOpen();
    output.read(destination);
  }

  @Override
  public final Execution execution() {
    return execution;
  }

  @Override
  public final Arithmetic arithmetic() {
    return arithmetic;
  }

  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      leaving.run();
      operation.close();
    }
  }
}
