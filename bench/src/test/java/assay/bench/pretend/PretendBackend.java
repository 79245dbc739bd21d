package assay.bench.pretend;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.DeviceCeiling;
import assay.kernels.DeviceMemory;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.reference.ReferenceBackend;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A device that is none: right results, pretended times, and one trouble for each variant. */
public final class PretendBackend implements Backend {

  /** What a kernel does beside computing. */
  public enum Trouble {
    NONE,
    GRAPH,
    NO_GRAPH,
    LONG,
    NO_TIMER,
    TIMER_FAST,
    TIMER_SLOW,
    TIMER_ZERO,
    TIMER_NEGATIVE,
    LOST_AT_ONCE,
    LOST_IN_THE_LOOP,
    OUT_OF_MEMORY,
    HOLDS_THREE_COPIES,
    SETTLES_LATE,
    NEVER_SETTLES;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Of 4 MiB free, behind a cache of 64 KiB. */
  public static final Device DEVICE = device("pretend0", 4 << 20, 64 << 10);

  /** The memory holds no two caches. */
  public static final Device SMALL = device("pretend1", 128 << 10, 64 << 10);

  /** Whoever measures its ceilings dies. */
  public static final Device DEADLY = device("pretend2", 4 << 20, 64 << 10);

  private final ReferenceBackend right = new ReferenceBackend();
  private PretendQueue queue = PretendQueue.ofThisMachine();
  private int prepared;

  private static Device device(String id, long freeBytes, long cacheBytes) {
    return new Device(
        id, "Pretend " + id, Optional.of(new DeviceMemory("", 8 << 20, freeBytes, cacheBytes)));
  }

  /** One whose time only its own operations move. */
  public static PretendBackend timeless() {
    PretendBackend backend = new PretendBackend();
    backend.queue = PretendQueue.ofItsOwnClock();
    return backend;
  }

  public PretendQueue queue() {
    return queue;
  }

  @Override
  public String id() {
    return "pretend";
  }

  @Override
  public String description() {
    return "a device that is none";
  }

  @Override
  public Availability availability() {
    return Availability.available();
  }

  @Override
  public List<Device> devices() {
    return List.of(DEVICE, SMALL, DEADLY);
  }

  @Override
  public Support supports(Spec spec, Device device) {
    return right.supports(spec, Device.CPU);
  }

  @Override
  public List<String> variants(Spec spec) {
    return Arrays.stream(Trouble.values()).map(Trouble::text).toList();
  }

  @Override
  public List<DeviceCeiling> ceilings(Device device) {
    return PretendCeilings.of(device, queue);
  }

  @Override
  public PreparedKernel prepare(Spec spec, Device device, Inputs inputs, Settings settings) {
    Trouble trouble =
        settings
            .variant()
            .map(name -> Trouble.valueOf(name.toUpperCase(Locale.ROOT)))
            .orElse(Trouble.NONE);
    prepared++;
    if (trouble == Trouble.OUT_OF_MEMORY || trouble == Trouble.HOLDS_THREE_COPIES && prepared > 3) {
      throw KernelUnavailableException.ofMemory(id(), device, 3L << 30, 1L << 30);
    }
    PreparedKernel kernel = right.prepare(spec, Device.CPU, inputs, Settings.ofThreads(1));
    return new PretendKernel(kernel, queue, device, trouble);
  }
}
