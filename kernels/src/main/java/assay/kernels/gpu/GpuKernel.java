package assay.kernels.gpu;

import assay.kernels.Arithmetic;
import assay.kernels.DeviceTimer;
import assay.kernels.Execution;
import assay.kernels.KernelUnavailableException;
import assay.kernels.QueuedGraph;
import assay.kernels.QueuedKernel;
import assay.kernels.gpu.driver.GpuContext;
import assay.kernels.gpu.driver.QueueCalls;
import assay.kernels.gpu.driver.Step;
import java.util.List;
import java.util.Optional;

/** Launches and calls over memory that was made ready. */
public final class GpuKernel implements QueuedKernel {

  private final GpuContext context;
  private final Step[] steps;
  private final GpuOutput output;
  private final Execution execution;
  private final Arithmetic arithmetic;
  private final Holdings holdings;

  GpuKernel(
      GpuContext context,
      List<Step> steps,
      GpuOutput output,
      Execution execution,
      Arithmetic arithmetic,
      Holdings holdings) {
    this.context = context;
    this.steps = steps.toArray(Step[]::new);
    this.output = output;
    this.execution = execution;
    this.arithmetic = arithmetic;
    this.holdings = holdings;
  }

  @Override
  public void enqueue() {
    QueueCalls queue = context.queue();
    for (Step step : steps) {
      step.enqueue(queue);
    }
  }

  @Override
  public void await() {
    context.queue().await();
  }

  @Override
  public Optional<DeviceTimer> timer() {
    return Optional.of(context.timer());
  }

  @Override
  public Optional<QueuedGraph> graph(List<QueuedKernel> round) {
    try {
      return Optional.of(context.capture(() -> round.forEach(QueuedKernel::enqueue)));
    } catch (IllegalStateException e) {
      // A driver without graphs, or a library that does what a graph cannot hold.
      throw new KernelUnavailableException(context.device().maker().id(), e.getMessage());
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
  public Optional<String> damage() {
    return output.damage();
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
