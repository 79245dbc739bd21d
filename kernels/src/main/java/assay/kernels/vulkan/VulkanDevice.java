package assay.kernels.vulkan;

import assay.kernels.Device;
import assay.kernels.DeviceTimer;
import assay.kernels.KernelUnavailableException;
import assay.kernels.QueuedGraph;
import assay.kernels.binding.CodeCache;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** This process' work on one device: a context, once something is prepared, and loaded kernels. */
final class VulkanDevice implements ComputeDevice {

  private final PhysicalDevice physical;
  private final TileChoices tiles;
  private final Map<Module, VulkanFunction> functions = new HashMap<>();
  private VulkanContext context;
  private Transfers transfers;

  VulkanDevice(PhysicalDevice physical, CodeCache cache) {
    this.physical = physical;
    tiles = new TileChoices(cache);
  }

  @Override
  public String backend() {
    return VulkanDriver.ID;
  }

  @Override
  public Device listed() {
    return physical.listed();
  }

  @Override
  public String driver() {
    return physical.driver();
  }

  @Override
  public String kind() {
    return "%s, Vulkan %s".formatted(physical.kind(), VulkanInstance.text(physical.version()));
  }

  @Override
  public Limits limits() {
    DeviceLimits limits = physical.limits();
    return new Limits(
        limits.groupThreads(),
        limits.groups(),
        limits.sharedBytes(),
        limits.allocation(),
        limits.bufferRange(),
        Math.toIntExact(limits.offsetAlignment()),
        limits.computeUnits());
  }

  @Override
  public Features features() {
    Capabilities can = physical.capabilities();
    return new Features(
        physical.isHost(),
        can.float16() && can.storage16(),
        can.dotProduct(),
        can.dotProductAccelerated(),
        can.exchangesInSubgroups() ? can.subgroupSize() : 0,
        can.choosesSubgroupSize(),
        can.denormPreserve32());
  }

  Capabilities capabilities() {
    return physical.capabilities();
  }

  @Override
  public long freeBytes() {
    return DeviceReader.freeBytes(physical.handle());
  }

  @Override
  public TileChoices tileChoices() {
    return tiles;
  }

  private synchronized VulkanContext context() {
    if (context == null) {
      try {
        context = new VulkanContext(physical);
        transfers = new Transfers(context);
      } catch (DriverException e) {
        throw new KernelUnavailableException(
            VulkanDriver.ID, "%s cannot be used: %s".formatted(physical.id(), e.getMessage()));
      }
    }
    return context;
  }

  private Transfers transfers() {
    context();
    return transfers;
  }

  @Override
  public ComputeMemory allocate(long bytes) {
    return VulkanMemory.allocate(context(), bytes);
  }

  @Override
  public void upload(MemorySegment from, ComputeMemory to, long offset) {
    transfers().upload(from, (VulkanMemory) to, offset);
  }

  @Override
  public void download(ComputeMemory from, long offset, MemorySegment to) {
    transfers().download((VulkanMemory) from, offset, to);
  }

  @Override
  public void fill(ComputeMemory memory, long offset, long bytes, int word) {
    transfers().fill((VulkanMemory) memory, offset, bytes, word);
  }

  @Override
  public synchronized ComputeFunction function(Module module) {
    return functions.computeIfAbsent(
        module, one -> VulkanFunction.load(context(), transfers(), one));
  }

  @Override
  public String sourceHash(Module module) {
    return Spirv.packaged(module.source(), module.text()).hash();
  }

  @Override
  public Submission submission(List<Launch> launches) {
    return VulkanSubmission.of(context(), launches);
  }

  @Override
  public Optional<QueuedGraph> graph(List<Submission> round) {
    return Optional.of(
        VulkanSubmission.of(
            context(),
            round.stream().flatMap(one -> ((VulkanSubmission) one).launches().stream()).toList()));
  }

  @Override
  public void await() {
    context().await();
  }

  @Override
  public Optional<DeviceTimer> timer() {
    return physical.limits().isTimed() ? Optional.of(new VulkanTimer(context())) : Optional.empty();
  }
}
