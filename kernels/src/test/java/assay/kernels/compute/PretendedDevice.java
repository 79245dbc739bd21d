package assay.kernels.compute;

import assay.kernels.Device;
import assay.kernels.DeviceTimer;
import assay.kernels.KernelUnavailableException;
import assay.kernels.binding.CodeCache;
import assay.kernels.device.DriverException;
import assay.kernels.device.Submission;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A device whose kernels take as long as they are told to, by a clock that only they move. */
final class PretendedDevice implements ComputeDevice {

  /** What a kernel does to its driver. */
  enum Fault {
    DOES_NOT_COMPILE,
    CANNOT_START
  }

  private static final int GROUP = 256;

  private final TileChoices choices;
  private final String driver;
  private final String source;

  /** By the size of a group. */
  final Map<Integer, Long> nanos;

  final Map<Integer, Fault> faults;

  /** Sizes of groups, in the order of their runs. */
  final List<Integer> runs = new ArrayList<>();

  private long now;
  private boolean compilesSlowly;

  PretendedDevice(
      Path folder,
      String driver,
      String source,
      Map<Integer, Long> nanos,
      Map<Integer, Fault> faults) {
    choices = new TileChoices(new CodeCache(folder));
    this.driver = driver;
    this.source = source;
    this.nanos = nanos;
    this.faults = faults;
  }

  /** Each time for longer than any search waits. */
  PretendedDevice compilingSlowly() {
    compilesSlowly = true;
    return this;
  }

  long now() {
    return now;
  }

  @Override
  public ComputeFunction function(Module module) {
    if (compilesSlowly) {
      now += TileSearch.PATIENCE_NANOS;
    }
    if (faults.get(module.group()) == Fault.DOES_NOT_COMPILE) {
      throw new KernelUnavailableException("pretended", "does not compile");
    }
    return new ComputeFunction() {
      @Override
      public Module module() {
        return module;
      }

      @Override
      public String origin() {
        return "";
      }

      @Override
      public Map<String, String> details() {
        return Map.of();
      }
    };
  }

  @Override
  public Submission submission(List<Launch> launches) {
    return () -> launches.forEach(this::run);
  }

  private void run(Launch launch) {
    int group = launch.function().module().group();
    if (faults.get(group) == Fault.CANNOT_START) {
      throw new DriverException(-5, "out of resources");
    }
    runs.add(group);
    now += nanos.get(group);
  }

  @Override
  public Limits limits() {
    return new Limits(GROUP, 1 << 16, 1 << 15, 1 << 30, 1 << 30, 64, 8);
  }

  @Override
  public String backend() {
    return "pretended";
  }

  @Override
  public Device listed() {
    return new Device("pretended0", "Pretended", Optional.empty(), false);
  }

  @Override
  public String driver() {
    return driver;
  }

  @Override
  public String kind() {
    return "pretence";
  }

  @Override
  public TileChoices tileChoices() {
    return choices;
  }

  @Override
  public String sourceHash(Module module) {
    return source;
  }

  @Override
  public void await() {
    // Runs are complete when they are enqueued.
  }

  @Override
  public Features features() {
    throw new UnsupportedOperationException();
  }

  @Override
  public long freeBytes() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ComputeMemory allocate(long bytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void fill(ComputeMemory memory, long offset, long bytes, int word) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void upload(MemorySegment from, ComputeMemory to, long offset) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void download(ComputeMemory from, long offset, MemorySegment to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<DeviceTimer> timer() {
    return Optional.empty();
  }
}
