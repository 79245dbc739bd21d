package assay.kernels.gpu.ceiling;

import assay.kernels.Arithmetic;
import assay.kernels.DeviceCeiling;
import assay.kernels.QueuedKernel;
import assay.kernels.gpu.GpuSession;
import assay.kernels.gpu.GpuWork;
import assay.kernels.gpu.code.Module;
import assay.kernels.gpu.driver.GpuMemory;
import assay.kernels.gpu.driver.Launch;
import assay.kernels.sampling.HostSampler;
import assay.kernels.sampling.QueuedSampler;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Memory, the cache that all multiprocessors share, float32 arithmetic, and starting kernels. */
public final class GpuCeilings {

  private static final Module MODULE = new Module("ceiling", Map.of());

  /** As in ceiling.cu. */
  private static final int THREADS = 256;

  private static final int SUMS = 8;

  /** Of a multiprocessor at once: 2048 threads. */
  private static final int BLOCKS_EACH = 8;

  private static final int TURNS = 4096;

  /** Of a buffer that no cache keeps; MI300's last one holds 256 MiB and tells nobody. */
  private static final long MEMORY_BYTES = 4L << 30;

  private static final int TIMES_THE_CACHE = 16;

  private static final int LAUNCHES = 200;
  private static final int QUEUED_LAUNCHES = 2000;

  private final GpuSession session;

  private GpuCeilings(GpuSession session) {
    this.session = session;
  }

  /** Each is prepared when it is asked for. */
  public static List<DeviceCeiling> of(GpuSession session) {
    GpuCeilings ceilings = new GpuCeilings(session);
    return List.of(
        bytes("copy.memory", "copy bandwidth, memory", ceilings::copyMemory),
        bytes("read.memory", "read bandwidth, memory", ceilings::readMemory),
        bytes("write.memory", "write bandwidth, memory", ceilings::writeMemory),
        ceilings.readCache(),
        new DeviceCeiling(
            "fma.f32", "float32 fused multiply-add", "flop/s", ceilings::multiplyAdds),
        new DeviceCeiling("launch", "launch of an empty kernel", "s", ceilings::launch),
        new DeviceCeiling(
            "launch.queued", "one of many launches in a queue", "s", ceilings::queuedLaunch));
  }

  private static DeviceCeiling bytes(
      String id, String label, Supplier<DeviceCeiling.Sampler> prepare) {
    return new DeviceCeiling(id, label, "B/s", prepare);
  }

  private DeviceCeiling readCache() {
    String label = "read bandwidth, L2";
    CacheReading reading = CacheReading.of(session.device());
    return reading.bytes() == 0
        ? DeviceCeiling.unavailable(
            session.device().maker().id(),
            "read.L2",
            label,
            "B/s",
            "%s does not tell the size of its L2".formatted(session.device().id()))
        : bytes("read.L2", label, () -> readCache(reading));
  }

  /** A whole number of what blocks take, at most a quarter of what is free for each buffer. */
  private long memoryBytes() {
    long wanted = Math.max(MEMORY_BYTES, TIMES_THE_CACHE * session.device().l2Bytes());
    long room = session.context().freeBytes() / 4;
    return Math.max(1, Math.min(wanted, room) / CacheReading.PIECE) * CacheReading.PIECE;
  }

  private DeviceCeiling.Sampler readMemory() {
    long bytes = memoryBytes();
    return sampler(
        bytes,
        work -> {
          GpuMemory from = filled(work, bytes);
          GpuMemory out = work.allocate(Integer.BYTES);
          launch(work, "read_memory", blocks(), from, out, bytes / 16);
        });
  }

  private DeviceCeiling.Sampler readCache(CacheReading reading) {
    return sampler(
        reading.bytesRead(),
        work -> {
          GpuMemory from = filled(work, reading.bytes());
          GpuMemory out = work.allocate(Integer.BYTES);
          long pieces = reading.bytes() / CacheReading.PIECE;
          launch(
              work,
              "read_shared_cache",
              reading.blocks(),
              from,
              out,
              pieces,
              (long) CacheReading.PASSES);
        });
  }

  private DeviceCeiling.Sampler writeMemory() {
    long bytes = memoryBytes();
    return sampler(
        bytes,
        work -> launch(work, "write_memory", blocks(), work.allocate(bytes), bytes / 16, 0x5eed));
  }

  private DeviceCeiling.Sampler copyMemory() {
    long bytes = memoryBytes();
    return sampler(
        2.0 * bytes,
        work -> {
          GpuMemory from = filled(work, bytes);
          launch(work, "copy_memory", blocks(), from, work.allocate(bytes), bytes / 16);
        });
  }

  private DeviceCeiling.Sampler multiplyAdds() {
    return sampler(
        2.0 * SUMS * TURNS * blocks() * THREADS,
        work ->
            launch(work, "fma_f32", blocks(), 0.999f, 0.001f, work.allocate(Float.BYTES), TURNS));
  }

  private DeviceCeiling.Sampler launch() {
    QueuedKernel kernel = kernel(work -> launch(work, "nothing", 1, 0));
    return new HostSampler(kernel, LAUNCHES, kernel::run, () -> {}, seconds -> seconds);
  }

  private DeviceCeiling.Sampler queuedLaunch() {
    QueuedKernel kernel = kernel(work -> launch(work, "nothing", 1, 0));
    return new HostSampler(
        kernel, QUEUED_LAUNCHES, kernel::enqueue, kernel::await, seconds -> seconds);
  }

  private long blocks() {
    return (long) BLOCKS_EACH * session.device().multiprocessors();
  }

  /** Read before it is written, memory may not be there at all. */
  private GpuMemory filled(GpuWork work, long bytes) {
    GpuMemory memory = work.allocate(bytes);
    session.context().queue().fill(memory, 0, bytes, 1);
    return memory;
  }

  private static void launch(GpuWork work, String kernel, long blocks, Object... arguments) {
    Launch.Grid grid = Launch.Grid.of(blocks);
    work.launch(work.function(MODULE, kernel), grid, THREADS, 0, arguments);
  }

  private DeviceCeiling.Sampler sampler(double amount, Consumer<GpuWork> steps) {
    return QueuedSampler.of(kernel(steps), amount);
  }

  private QueuedKernel kernel(Consumer<GpuWork> steps) {
    try (GpuWork work = new GpuWork(session)) {
      steps.accept(work);
      return work.kernel("ceiling", Arithmetic.FLOAT32, "f32");
    }
  }
}
