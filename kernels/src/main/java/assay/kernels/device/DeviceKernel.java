package assay.kernels.device;

import assay.kernels.Arithmetic;
import assay.kernels.DeviceTimer;
import assay.kernels.Execution;
import assay.kernels.QueuedGraph;
import assay.kernels.QueuedKernel;
import java.util.List;
import java.util.Optional;

/** Launches over memory that was made ready. */
public final class DeviceKernel implements QueuedKernel {

  private final DeviceQueue<?> queue;
  private final Submission submission;
  private final List<? extends DeviceOutput<?>> outputs;
  private final Execution execution;
  private final Arithmetic arithmetic;
  private final Holdings holdings;

  /**
   * @param outputs the result's parts, in order
   * @param holdings all that is given back when the kernel is closed, the submission included
   */
  public DeviceKernel(
      DeviceQueue<?> queue,
      Submission submission,
      List<? extends DeviceOutput<?>> outputs,
      Execution execution,
      Arithmetic arithmetic,
      Holdings holdings) {
    this.queue = queue;
    this.submission = submission;
    this.outputs = List.copyOf(outputs);
    this.execution = execution;
    this.arithmetic = arithmetic;
    this.holdings = holdings;
  }

  @Override
  public void enqueue() {
    submission.enqueue();
  }

  @Override
  public void await() {
    queue.await();
  }

  @Override
  public Optional<DeviceTimer> timer() {
    return queue.timer();
  }

  @Override
  public Optional<QueuedGraph> graph(List<QueuedKernel> round) {
    return queue.graph(round.stream().map(kernel -> ((DeviceKernel) kernel).submission).toList());
  }

  @Override
  public void poisonOutput() {
    outputs.forEach(DeviceOutput::poison);
  }

  @Override
  public void readOutput(float[] destination) {
    int at = 0;
    for (DeviceOutput<?> output : outputs) {
      output.read(destination, at);
      at += output.count();
    }
  }

  @Override
  public Optional<String> damage() {
    return outputs.stream().flatMap(output -> output.damage().stream()).findFirst();
  }

  @Override
  public Execution execution() {
    return execution;
  }

  @Override
  public Arithmetic arithmetic() {
    return arithmetic;
  }

  @Override
  public void close() {
    holdings.close();
  }
}
