package assay.kernels.compute.ceiling;

import assay.kernels.Arithmetic;
import assay.kernels.DeviceCeiling;
import assay.kernels.QueuedKernel;
import assay.kernels.compute.ComputeDevice;
import assay.kernels.compute.ComputeMemory;
import assay.kernels.compute.PortableWork;
import assay.kernels.sampling.HostSampler;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Between the host's memory and the device's, whole in each direction, by the host's clock. */
public final class TransferCeilings {

  private static final long BYTES = 64L << 20;
  private static final int TIMES = 4;

  private TransferCeilings() {}

  /** Each is prepared when it is asked for. */
  public static List<DeviceCeiling> of(ComputeDevice device) {
    return List.of(
        new DeviceCeiling("upload.pageable", "upload", "B/s", () -> sampler(device, true)),
        new DeviceCeiling("download.pageable", "download", "B/s", () -> sampler(device, false)),
        pinned(device, "upload.pinned", "upload from pinned memory"),
        pinned(device, "download.pinned", "download to pinned memory"));
  }

  private static DeviceCeiling pinned(ComputeDevice device, String id, String label) {
    return DeviceCeiling.unavailable(
        device.backend(), id, label, "B/s", "portable kernels use no pinned memory");
  }

  private static DeviceCeiling.Sampler sampler(ComputeDevice device, boolean up) {
    long room = Math.min(device.freeBytes() / 4, device.limits().largestPiece());
    long bytes = Math.clamp(room, Integer.BYTES, BYTES) / Integer.BYTES * Integer.BYTES;
    try (PortableWork work = new PortableWork(device)) {
      MemorySegment host = work.arena().allocate(bytes, 64);
      ComputeMemory memory = work.allocate(bytes).memory();
      // Pages are there only when they were touched.
      host.fill((byte) 1);
      device.upload(host, memory, 0);
      Runnable once =
          up ? () -> device.upload(host, memory, 0) : () -> device.download(memory, 0, host);
      QueuedKernel kernel = work.kernel("transfer", Arithmetic.FLOAT32, "f32");
      return new HostSampler(kernel, TIMES, once, () -> {}, seconds -> bytes / seconds);
    }
  }
}
