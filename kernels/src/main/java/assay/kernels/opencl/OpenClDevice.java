package assay.kernels.opencl;

import assay.kernels.Device;
import assay.kernels.DeviceTimer;
import assay.kernels.KernelUnavailableException;
import assay.kernels.binding.CodeCache;
import assay.kernels.binding.PrivateCache;
import assay.kernels.compute.ComputeDevice;
import assay.kernels.compute.ComputeFunction;
import assay.kernels.compute.ComputeMemory;
import assay.kernels.compute.Features;
import assay.kernels.compute.Launch;
import assay.kernels.compute.Limits;
import assay.kernels.compute.Module;
import assay.kernels.compute.TileChoices;
import assay.kernels.device.DriverException;
import assay.kernels.device.Submission;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One device of one platform; its context is made when something is first done on it. */
final class OpenClDevice implements ComputeDevice {

  private final OpenCl cl;
  private final DeviceFacts facts;
  private final CodeCache cache;
  private final TileChoices tiles;
  private final Map<Module, ComputeFunction> functions = new HashMap<>();
  private OpenClQueue queue;

  /** Whether marks in the queue have a time; asked of the first. */
  private Optional<Boolean> hasClock = Optional.empty();

  OpenClDevice(OpenCl cl, DeviceFacts facts, CodeCache cache) {
    this.cl = cl;
    this.facts = facts;
    this.cache = cache;
    tiles = new TileChoices(cache);
  }

  @Override
  public String backend() {
    return "opencl";
  }

  @Override
  public Device listed() {
    return facts.listed();
  }

  @Override
  public String driver() {
    return "%s, %s, %s".formatted(cl.name(), facts.platform(), facts.versions().getFirst());
  }

  @Override
  public String kind() {
    return facts.type() + ", " + facts.language();
  }

  @Override
  public Limits limits() {
    return facts.limits();
  }

  @Override
  public Features features() {
    return facts.features();
  }

  @Override
  public long freeBytes() {
    long total = facts.memoryBytes();
    if (facts.features().isHost()) {
      return Math.min(total, HostMemory.availableBytes().orElse(total));
    }
    return facts.extensions().contains("cl_amd_device_attribute_query")
        ? new DeviceFacts.Asked(cl, facts.handle())
            .optionalNumber(Info.DEVICE_FREE_KIB_AMD)
            .map(kib -> Math.min(total, kib << 10))
            .orElse(total)
        : total;
  }

  @Override
  public TileChoices tileChoices() {
    return tiles;
  }

  private synchronized OpenClQueue queue() {
    if (queue == null) {
      try {
        queue = new OpenClQueue(cl, facts);
      } catch (DriverException e) {
        throw new KernelUnavailableException(
            backend(), "%s cannot be used: %s".formatted(facts.id(), e.getMessage()));
      }
    }
    return queue;
  }

  @Override
  public ComputeMemory allocate(long bytes) {
    long largest = facts.limits().largestAllocation();
    if (bytes > largest) {
      throw new KernelUnavailableException(
          backend(),
          "%s allocates %d bytes at once, and %d are needed".formatted(facts.id(), largest, bytes));
    }
    return queue().allocate(bytes);
  }

  @Override
  public void upload(MemorySegment from, ComputeMemory to, long offset) {
    queue().upload(from, (OpenClMemory) to, offset);
  }

  @Override
  public void download(ComputeMemory from, long offset, MemorySegment to) {
    queue().download((OpenClMemory) from, offset, to);
  }

  @Override
  public void fill(ComputeMemory memory, long offset, long bytes, int word) {
    queue().fill((OpenClMemory) memory, offset, bytes, word);
  }

  @Override
  public synchronized ComputeFunction function(Module module) {
    ComputeFunction known = functions.get(module);
    if (known == null) {
      known = new Compiler(cl, facts, queue().context(), cache).function(module);
      functions.put(module, known);
    }
    return known;
  }

  @Override
  public String sourceHash(Module module) {
    return PrivateCache.hash(Sources.of(module.source()).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Submission submission(List<Launch> launches) {
    return OpenClSubmission.of(cl, queue(), facts.limits(), launches);
  }

  @Override
  public void await() {
    queue().await();
  }

  @Override
  public Optional<DeviceTimer> timer() {
    if (hasClock.isEmpty()) {
      hasClock = Optional.of(OpenClTimer.works(cl, queue()));
    }
    return hasClock.get() ? Optional.of(new OpenClTimer(cl, queue())) : Optional.empty();
  }
}
