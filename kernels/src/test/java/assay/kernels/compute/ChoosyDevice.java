package assay.kernels.compute;

import assay.kernels.Device;
import assay.kernels.DeviceTimer;
import assay.kernels.KernelUnavailableException;
import assay.kernels.binding.CodeCache;
import assay.kernels.device.Submission;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A device whose compiler takes some kernels only, and that remembers no choice of the user's. */
final class ChoosyDevice implements ComputeDevice {

  private final ComputeDevice behind;
  private final Predicate<Module> takes;
  private final TileChoices choices;

  /** In the order in which they were asked for. */
  final Set<Module> asked = new LinkedHashSet<>();

  /**
   * @param folder for choices
   */
  ChoosyDevice(ComputeDevice behind, Path folder, Predicate<Module> takes) {
    this.behind = behind;
    this.takes = takes;
    choices = new TileChoices(new CodeCache(folder));
  }

  @Override
  public ComputeFunction function(Module module) {
    asked.add(module);
    if (!takes.test(module)) {
      throw new KernelUnavailableException(backend(), "not to its taste");
    }
    return behind.function(module);
  }

  @Override
  public TileChoices tileChoices() {
    return choices;
  }

  @Override
  public String sourceHash(Module module) {
    return behind.sourceHash(module);
  }

  @Override
  public Limits limits() {
    return behind.limits();
  }

  @Override
  public ComputeMemory allocate(long bytes) {
    return behind.allocate(bytes);
  }

  @Override
  public String backend() {
    return behind.backend();
  }

  @Override
  public Device listed() {
    return behind.listed();
  }

  @Override
  public String driver() {
    return behind.driver();
  }

  @Override
  public String kind() {
    return behind.kind();
  }

  @Override
  public Features features() {
    return behind.features();
  }

  @Override
  public long freeBytes() {
    return behind.freeBytes();
  }

  @Override
  public void upload(MemorySegment from, ComputeMemory to, long offset) {
    behind.upload(from, to, offset);
  }

  @Override
  public void download(ComputeMemory from, long offset, MemorySegment to) {
    behind.download(from, offset, to);
  }

  @Override
  public void fill(ComputeMemory memory, long offset, long bytes, int word) {
    behind.fill(memory, offset, bytes, word);
  }

  @Override
  public Submission submission(List<Launch> launches) {
    return behind.submission(launches);
  }

  @Override
  public void await() {
    behind.await();
  }

  @Override
  public Optional<DeviceTimer> timer() {
    return behind.timer();
  }
}
