package assay.kernels.compute.ceiling;

import assay.kernels.Arithmetic;
import assay.kernels.DeviceCeiling;
import assay.kernels.QueuedKernel;
import assay.kernels.compute.Buffer;
import assay.kernels.compute.ComputeDevice;
import assay.kernels.compute.Module;
import assay.kernels.compute.PortableWork;
import assay.kernels.sampling.HostSampler;
import assay.kernels.sampling.QueuedSampler;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Memory, float32 arithmetic, and starting kernels. */
public final class PortableCeilings {

  private static final int GROUP = 128;

  /** Sixteen bytes each, of an item: four in flight, or what a processor reads in a row. */
  private static final int QUADS_OF_A_GPU = 4;

  private static final int QUADS_OF_A_CPU = 64;

  /** Of a buffer that no cache keeps, where the device allows it. */
  private static final long MEMORY_BYTES = 1L << 30;

  private static final int TURNS = 4096;
  private static final int GROUPS_EACH = 16;

  /** Sums of an item: a processor with vectors of 16 has use for eight of them. */
  private static final int SUMS_OF_A_CPU = 128;

  private static final int SUMS_OF_A_GPU = 32;

  private static final int LAUNCHES = 200;
  private static final int QUEUED_LAUNCHES = 2000;

  private final ComputeDevice device;

  private PortableCeilings(ComputeDevice device) {
    this.device = device;
  }

  /** Each is prepared when it is asked for. */
  public static List<DeviceCeiling> of(ComputeDevice device) {
    PortableCeilings ceilings = new PortableCeilings(device);
    return List.of(
        new DeviceCeiling(
            "copy.memory", "copy bandwidth, memory", "B/s", () -> ceilings.memory("COPY", 2)),
        new DeviceCeiling(
            "read.memory", "read bandwidth, memory", "B/s", () -> ceilings.memory("READ", 1)),
        new DeviceCeiling(
            "write.memory", "write bandwidth, memory", "B/s", () -> ceilings.memory("WRITE", 1)),
        new DeviceCeiling(
            "fma.f32", "float32 fused multiply-add", "flop/s", ceilings::multiplyAdds),
        new DeviceCeiling("launch", "launch of an empty kernel", "s", ceilings::launch),
        new DeviceCeiling(
            "launch.queued", "one of many launches in a queue", "s", ceilings::queuedLaunch));
  }

  /** A whole number of what groups take, at most a quarter of what is free for each buffer. */
  private long memoryBytes() {
    long room = Math.min(device.freeBytes() / 4, device.limits().largestPiece());
    return Math.max(1, Math.min(MEMORY_BYTES, room) / bytesOfAGroup()) * bytesOfAGroup();
  }

  private int quads() {
    return device.features().isHost() ? QUADS_OF_A_CPU : QUADS_OF_A_GPU;
  }

  private long bytesOfAGroup() {
    return 16L * quads() * GROUP;
  }

  private DeviceCeiling.Sampler memory(String traffic, int times) {
    long bytes = memoryBytes();
    long groups = bytes / bytesOfAGroup();
    boolean inARow = device.features().isHost();
    Module module =
        Module.of(
            "ceiling_memory",
            Map.of("ASSAY_TRAFFIC", traffic),
            GROUP,
            quads(),
            inARow ? quads() : 1,
            inARow ? 1 : GROUP);
    return sampler(
        (double) times * bytes,
        work -> {
          Buffer to = filled(work, traffic.equals("READ") ? Integer.BYTES : bytes);
          Buffer from = filled(work, traffic.equals("WRITE") ? Integer.BYTES : bytes);
          work.launch(work.function(module), groups, List.of(to, from), groups);
        });
  }

  /** Read before it is written, memory may not be there at all. */
  private Buffer filled(PortableWork work, long bytes) {
    Buffer buffer = work.allocate(bytes);
    device.fill(buffer.memory(), 0, bytes, 1);
    return buffer;
  }

  private DeviceCeiling.Sampler multiplyAdds() {
    int sums = device.features().isHost() ? SUMS_OF_A_CPU : SUMS_OF_A_GPU;
    long groups = (long) GROUPS_EACH * device.limits().computeUnits();
    Module module = Module.of("ceiling_fma", Map.of(), GROUP, sums);
    return sampler(
        2.0 * sums * TURNS * GROUP * groups,
        work ->
            work.launch(
                work.function(module),
                groups,
                List.of(work.allocate(Integer.BYTES)),
                TURNS,
                0.999f,
                0.001f));
  }

  private QueuedKernel empty() {
    Module module = Module.of("ceiling_nothing", Map.of(), GROUP);
    return kernel(work ->
        work.launch(
            work.function(module), 1, List.of(work.allocate(Integer.BYTES)), Integer.BYTES));
  }

  private DeviceCeiling.Sampler launch() {
    QueuedKernel kernel = empty();
    return new HostSampler(kernel, LAUNCHES, kernel::run, () -> {}, seconds -> seconds);
  }

  private DeviceCeiling.Sampler queuedLaunch() {
    QueuedKernel kernel = empty();
    return new HostSampler(
        kernel, QUEUED_LAUNCHES, kernel::enqueue, kernel::await, seconds -> seconds);
  }

  /** By the device's clock; by the host's where it has none. */
  private DeviceCeiling.Sampler sampler(double amount, Consumer<PortableWork> steps) {
    QueuedKernel kernel = kernel(steps);
    return device.timer().isPresent()
        ? QueuedSampler.of(kernel, amount)
        : new HostSampler(kernel, 1, kernel::run, () -> {}, seconds -> amount / seconds);
  }

  private QueuedKernel kernel(Consumer<PortableWork> steps) {
    try (PortableWork work = new PortableWork(device)) {
      steps.accept(work);
      return work.kernel("ceiling", Arithmetic.FLOAT32, "f32");
    }
  }
}
