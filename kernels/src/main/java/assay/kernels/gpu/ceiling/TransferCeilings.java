package assay.kernels.gpu.ceiling;

import assay.kernels.Arithmetic;
import assay.kernels.DeviceCeiling;
import assay.kernels.QueuedKernel;
import assay.kernels.gpu.GpuSession;
import assay.kernels.gpu.GpuWork;
import assay.kernels.gpu.driver.GpuContext;
import assay.kernels.gpu.driver.GpuMemory;
import assay.kernels.sampling.HostSampler;
import assay.kernels.sampling.QueuedSampler;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Supplier;

/**
 * Between the host's memory and the device's, whole in each direction.
 *
 * <p>Pinned memory is read and written by the device itself, so its own clock tells; what is
 * pageable the driver copies first, by the host's threads.
 */
public final class TransferCeilings {

  /** Over a millisecond at the rate of PCI Express 5.0 x16. */
  private static final long BYTES = 64L << 20;

  private static final int TIMES = 4;

  private enum Direction {
    UPLOAD,
    DOWNLOAD
  }

  private final GpuSession session;

  private TransferCeilings(GpuSession session) {
    this.session = session;
  }

  /** Each is prepared when it is asked for. */
  public static List<DeviceCeiling> of(GpuSession session) {
    TransferCeilings ceilings = new TransferCeilings(session);
    return List.of(
        ceiling(
            "upload.pinned", "upload from pinned memory", () -> ceilings.pinned(Direction.UPLOAD)),
        ceiling("upload.pageable", "upload", () -> ceilings.pageable(Direction.UPLOAD)),
        ceiling(
            "download.pinned",
            "download to pinned memory",
            () -> ceilings.pinned(Direction.DOWNLOAD)),
        ceiling("download.pageable", "download", () -> ceilings.pageable(Direction.DOWNLOAD)));
  }

  private static DeviceCeiling ceiling(
      String id, String label, Supplier<DeviceCeiling.Sampler> prepare) {
    return new DeviceCeiling(id, label, "B/s", prepare);
  }

  private long bytes() {
    return Math.clamp(session.context().freeBytes() / 4, 1, BYTES);
  }

  private DeviceCeiling.Sampler pinned(Direction direction) {
    long bytes = bytes();
    try (GpuWork work = new GpuWork(session)) {
      GpuMemory memory = work.allocate(bytes);
      MemorySegment host = session.context().pinned(bytes, work.arena());
      host.fill((byte) 1);
      work.call(
          direction == Direction.UPLOAD
              ? queue -> queue.upload(host, memory, 0)
              : queue -> queue.download(memory, host));
      return QueuedSampler.of(finished(work), bytes);
    }
  }

  private DeviceCeiling.Sampler pageable(Direction direction) {
    long bytes = bytes();
    GpuContext context = session.context();
    try (GpuWork work = new GpuWork(session)) {
      MemorySegment host = work.arena().allocate(bytes, 64);
      GpuMemory memory = work.allocate(bytes);
      // Pages are there only when they were touched.
      host.fill((byte) 1);
      context.upload(host, memory, 0);
      Runnable once =
          direction == Direction.UPLOAD
              ? () -> context.upload(host, memory, 0)
              : () -> context.download(memory, 0, host);
      return new HostSampler(finished(work), TIMES, once, () -> {}, seconds -> bytes / seconds);
    }
  }

  private static QueuedKernel finished(GpuWork work) {
    return work.kernel("transfer", Arithmetic.FLOAT32, "f32");
  }
}
