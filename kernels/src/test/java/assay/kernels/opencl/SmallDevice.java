package assay.kernels.opencl;

import assay.kernels.Device;
import assay.kernels.DeviceTimer;
import assay.kernels.compute.ComputeDevice;
import assay.kernels.compute.ComputeFunction;
import assay.kernels.compute.ComputeMemory;
import assay.kernels.compute.Features;
import assay.kernels.compute.Launch;
import assay.kernels.compute.Limits;
import assay.kernels.compute.Module;
import assay.kernels.compute.TileChoices;
import assay.kernels.device.Submission;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A device that takes less in one buffer than the one behind it, and counts what it allocates. */
final class SmallDevice implements ComputeDevice {

  private final ComputeDevice behind;
  private final long largest;
  private final List<ComputeMemory> memories = new ArrayList<>();

  SmallDevice(ComputeDevice behind, long largest) {
    this.behind = behind;
    this.largest = largest;
  }

  int allocations() {
    return memories.size();
  }

  ComputeMemory last() {
    return memories.getLast();
  }

  @Override
  public Limits limits() {
    Limits all = behind.limits();
    return new Limits(
        all.groupSize(),
        all.groups(),
        all.localBytes(),
        largest,
        largest,
        all.offsetAlignment(),
        all.computeUnits());
  }

  @Override
  public ComputeMemory allocate(long bytes) {
    ComputeMemory memory = behind.allocate(bytes);
    memories.add(memory);
    return memory;
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
  public TileChoices tileChoices() {
    return behind.tileChoices();
  }

  @Override
  public String sourceHash(Module module) {
    return behind.sourceHash(module);
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
  public ComputeFunction function(Module module) {
    return behind.function(module);
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
