package assay.bench.pretend;

import assay.bench.pretend.PretendBackend.Trouble;
import assay.kernels.Arithmetic;
import assay.kernels.Device;
import assay.kernels.DeviceLostException;
import assay.kernels.DeviceTimer;
import assay.kernels.Execution;
import assay.kernels.KernelUnavailableException;
import assay.kernels.PreparedKernel;
import assay.kernels.QueuedGraph;
import assay.kernels.QueuedKernel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Computes when it is enqueued, and says that it took the device some time. */
final class PretendKernel implements QueuedKernel {

  static final long OPERATION_NANOS = 10_000;

  static final long LONG_NANOS = 8_000_000;

  /** That the device takes to reach its clock. */
  static final long RAMP_NANOS = 700_000_000;

  private final PreparedKernel right;
  private final PretendQueue queue;
  private final Device device;
  private final Trouble trouble;
  private boolean written;
  private int poisonings;

  PretendKernel(PreparedKernel right, PretendQueue queue, Device device, Trouble trouble) {
    this.right = right;
    this.queue = queue;
    this.device = device;
    this.trouble = trouble;
  }

  @Override
  public void enqueue() {
    // The second poison comes right before the timed loop.
    if (trouble == Trouble.LOST_AT_ONCE || trouble == Trouble.LOST_IN_THE_LOOP && poisonings > 1) {
      throw new DeviceLostException(device.id(), "fell off its bus at a launch");
    }
    queue.launch(nanos());
    compute();
  }

  private void compute() {
    if (!written) {
      right.run();
      written = true;
    }
  }

  private long nanos() {
    long ramps = queue.busyNanos() / RAMP_NANOS;
    return switch (trouble) {
      case LONG -> LONG_NANOS;
      case SETTLES_LATE -> ramps == 0 ? 2 * OPERATION_NANOS : OPERATION_NANOS;
      case NEVER_SETTLES -> OPERATION_NANOS + queue.busyNanos() / 300_000_000 % 2 * 1_000;
      default -> OPERATION_NANOS;
    };
  }

  @Override
  public void await() {
    queue.await();
  }

  @Override
  public Optional<DeviceTimer> timer() {
    return trouble == Trouble.NO_TIMER
        ? Optional.empty()
        : Optional.of(new PretendTimer(queue, trouble));
  }

  @Override
  public Optional<QueuedGraph> graph(List<QueuedKernel> round) {
    if (trouble == Trouble.NO_GRAPH) {
      throw new KernelUnavailableException("pretend", "a library waits for its queue");
    }
    return trouble == Trouble.GRAPH ? Optional.of(new Graph(queue, round)) : Optional.empty();
  }

  /** One launch for all. */
  private record Graph(PretendQueue queue, List<QueuedKernel> round) implements QueuedGraph {

    @Override
    public void enqueue() {
      queue.launch(round.size() * OPERATION_NANOS);
      round.forEach(kernel -> ((PretendKernel) kernel).compute());
    }

    @Override
    public void close() {}
  }

  @Override
  public void poisonOutput() {
    poisonings++;
    written = false;
    right.poisonOutput();
  }

  @Override
  public void readOutput(float[] destination) {
    right.readOutput(destination);
  }

  @Override
  public Execution execution() {
    return new Execution("PretendKernel", "none", Map.of(Execution.MULTIPLIES, "f32"));
  }

  @Override
  public Arithmetic arithmetic() {
    return right.arithmetic();
  }

  @Override
  public void close() {
    right.close();
  }
}
