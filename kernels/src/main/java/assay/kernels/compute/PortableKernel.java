package assay.kernels.compute;

import assay.kernels.Arithmetic;
import assay.kernels.DeviceTimer;
import assay.kernels.Execution;
import assay.kernels.QueuedGraph;
import assay.kernels.QueuedKernel;
import java.util.List;
import java.util.Optional;

/** Launches over memory that was made ready. */
public final class PortableKernel implements QueuedKernel {

  private final ComputeDevice device;
  private final Submission submission;
  private final List<PortableOutput> outputs;
  private final Execution execution;
  private final Arithmetic arithmetic;
  private final Holdings holdings;

  PortableKernel(
      ComputeDevice device,
      Submission submission,
      List<PortableOutput> outputs,
      Execution execution,
      Arithmetic arithmetic,
      Holdings holdings) {
    this.device = device;
    this.submission = submission;
    this.outputs = outputs;
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
    device.await();
  }

  @Override
  public Optional<DeviceTimer> timer() {
    return device.timer();
  }

  @Override
  public Optional<QueuedGraph> graph(List<QueuedKernel> round) {
    return device.graph(
        round.stream().map(kernel -> ((PortableKernel) kernel).submission).toList());
  }

  @Override
  public void poisonOutput() {
    outputs.forEach(PortableOutput::poison);
  }

  @Override
  public void readOutput(float[] destination) {
    int at = 0;
    for (PortableOutput output : outputs) {
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
