package assay.kernels.gpu;

import assay.kernels.Arithmetic;
import assay.kernels.Execution;
import assay.kernels.Format;
import assay.kernels.Tensor;
import assay.kernels.device.DeviceKernel;
import assay.kernels.device.DeviceOutput;
import assay.kernels.device.Holdings;
import assay.kernels.device.Submission;
import assay.kernels.gpu.code.Module;
import assay.kernels.gpu.driver.GpuContext;
import assay.kernels.gpu.driver.GpuFunction;
import assay.kernels.gpu.driver.GpuMemory;
import assay.kernels.gpu.driver.Launch;
import assay.kernels.gpu.driver.QueueCalls;
import assay.kernels.gpu.driver.Step;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts a kernel together; whatever it allocated is given back unless {@link #kernel} was reached.
 *
 * <p>In this order: {@link #require} what all of it needs, upload, output, launches.
 */
public final class GpuWork implements AutoCloseable {

  private final GpuSession session;
  private final GpuContext context;
  private final Holdings holdings;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, String> details = new TreeMap<>();

  /** Modules may come from different places: one that the compiler refused is ready-made. */
  private final Set<String> codes = new LinkedHashSet<>();

  private final List<DeviceOutput<GpuMemory>> outputs = new ArrayList<>();
  private boolean finished;

  public GpuWork(GpuSession session) {
    this.session = session;
    context = session.context();
    holdings = new Holdings(context);
  }

  /**
   * What the kernel will allocate, copies for packing included.
   *
   * @throws assay.kernels.KernelUnavailableException saying how much is missing
   */
  public void require(long bytes) {
    context.require(bytes);
  }

  /** Bytes that {@link #output} takes. */
  public static long outputBytes(Format format, long count) {
    return DeviceOutput.bytesFor(GpuMemory.ALIGNMENT, format, count);
  }

  /** Device memory that lives as long as the kernel. */
  public GpuMemory allocate(long bytes) {
    return holdings.hold(context.allocate(bytes));
  }

  /** Gives back before the kernel is closed what only packing needed. */
  public void release(GpuMemory memory) {
    holdings.release(memory);
  }

  /** A copy of a tensor on the device. */
  public GpuMemory upload(Tensor tensor) {
    GpuMemory memory = allocate(tensor.byteSize());
    context.upload(tensor.data().asSlice(0, tensor.byteSize()), memory, 0);
    return memory;
  }

  /**
   * The result.
   *
   * @param format F32, F16 or BF16
   * @return its address for {@link #launch}
   */
  public long output(Format format, long count) {
    GpuMemory memory = allocate(outputBytes(format, count));
    DeviceOutput<GpuMemory> output =
        new DeviceOutput<>(context, memory, GpuMemory.ALIGNMENT, format, count);
    outputs.add(output);
    return memory.address() + output.begin();
  }

  /** A kernel, its module compiled and loaded unless it was before. */
  public GpuFunction function(Module module, String name) {
    GpuSession.Loaded loaded = session.module(module);
    GpuFunction function = loaded.module().function(name);
    codes.add(loaded.origin());
    details.put(
        "registers." + name,
        function.localBytes() == 0
            ? String.valueOf(function.registers())
            : "%d, and %d bytes of local memory"
                .formatted(function.registers(), function.localBytes()));
    return function;
  }

  /** Adds a launch to what a run does; one of no blocks is left out. */
  public void launch(
      GpuFunction function, Launch.Grid grid, int threads, int sharedBytes, Object... arguments) {
    if (!grid.isEmpty()) {
      steps.add(Launch.of(function, grid, threads, sharedBytes, arena(), arguments));
    }
  }

  /** Adds a library's call to what a run does. */
  public void call(Step step) {
    steps.add(step);
  }

  /** Memory of the host that lives as long as the kernel. */
  public Arena arena() {
    return holdings.arena();
  }

  /** What gives back that is not memory: run with the kernel's close, or before. */
  public void onClose(Runnable closing) {
    holdings.hold(closing::run);
  }

  /** Runs a kernel now, for packing. */
  public void once(
      GpuFunction function, Launch.Grid grid, int threads, int sharedBytes, Object... arguments) {
    if (!grid.isEmpty()) {
      context.queue().launch(Launch.of(function, grid, threads, sharedBytes, arena(), arguments));
    }
  }

  /** For the record. */
  public void detail(String key, Object value) {
    details.put(key, String.valueOf(value));
  }

  /**
   * The finished kernel, which owns everything from here on.
   *
   * @param multiplies type of the factors, see {@link Execution#MULTIPLIES}
   */
  public DeviceKernel kernel(String name, Arithmetic arithmetic, String multiplies) {
    context.await();
    details.put(Execution.MULTIPLIES, multiplies);
    if (!codes.isEmpty()) {
      details.put("code", String.join("; ", codes));
    }
    details.put("driver", session.device().driver().text());
    details.put("device", session.device().name());
    finished = true;
    return new DeviceKernel(
        context,
        submission(),
        outputs,
        new Execution(name, session.device().architecture(), details),
        arithmetic,
        holdings);
  }

  private Submission submission() {
    Step[] all = steps.toArray(Step[]::new);
    return () -> {
      QueueCalls queue = context.queue();
      for (Step step : all) {
        step.enqueue(queue);
      }
    };
  }

  @Override
  public void close() {
    if (!finished) {
      holdings.close();
    }
  }
}
