package assay.kernels.opencl;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.DeviceLostException;
import assay.kernels.compute.Buffer;
import assay.kernels.compute.Launch;
import assay.kernels.compute.Limits;
import assay.kernels.device.Submission;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Kernel objects with their arguments, enqueued one after the other. */
final class OpenClSubmission implements Submission {

  private static final long READ_AND_WRITE = 1;
  private static final int REGION = 0x1220;

  /** A kernel object and how many items in two directions. */
  private record Step(long kernel, MemorySegment items, MemorySegment groupItems) {}

  private final OpenCl cl;
  private final OpenClQueue queue;
  private final Arena arena = Arena.ofShared();
  private final List<Long> kernels = new ArrayList<>();
  private final List<Long> parts = new ArrayList<>();
  private Step[] steps = {};
  private boolean closed;

  private OpenClSubmission(OpenCl cl, OpenClQueue queue) {
    this.cl = cl;
    this.queue = queue;
  }

  static OpenClSubmission of(OpenCl cl, OpenClQueue queue, Limits limits, List<Launch> launches) {
    OpenClSubmission submission = new OpenClSubmission(cl, queue);
    try {
      submission.steps =
          launches.stream().map(launch -> submission.step(launch, limits)).toArray(Step[]::new);
      return submission;
    } catch (RuntimeException e) {
      submission.close();
      throw e;
    }
  }

  private Step step(Launch launch, Limits limits) {
    OpenClFunction function = (OpenClFunction) launch.function();
    long kernel = kernel(function);
    int argument = 0;
    for (Buffer buffer : launch.buffers()) {
      MemorySegment handle = arena.allocateFrom(JAVA_LONG, handle(buffer));
      cl.call(Call.KERNEL_ARGUMENT, kernel, argument++, (long) Long.BYTES, handle);
    }
    int[] words = launch.scalars().stream().mapToInt(Integer::intValue).toArray();
    MemorySegment scalars = arena.allocateFrom(JAVA_INT, words);
    cl.call(Call.KERNEL_ARGUMENT, kernel, argument, scalars.byteSize(), scalars);
    long group = function.module().group();
    long x = launch.groupsX(limits.groups());
    long y = launch.groupsY(limits.groups());
    return new Step(
        kernel,
        arena.allocateFrom(JAVA_LONG, x * group, y),
        arena.allocateFrom(JAVA_LONG, group, 1));
  }

  private long kernel(OpenClFunction function) {
    MemorySegment name = arena.allocateFrom(function.module().source());
    long kernel = cl.make(Call.KERNEL, function.program(), name);
    kernels.add(kernel);
    return kernel;
  }

  /** Of the memory, or of a part that begins elsewhere. */
  private long handle(Buffer buffer) {
    long memory = ((OpenClMemory) buffer.memory()).handle();
    if (buffer.offset() == 0) {
      return memory;
    }
    MemorySegment region = arena.allocateFrom(JAVA_LONG, buffer.offset(), buffer.bytes());
    long part = cl.make(Call.SUB_BUFFER, memory, READ_AND_WRITE, REGION, region);
    parts.add(part);
    return part;
  }

  @Override
  public void enqueue() {
    if (closed) {
      throw new IllegalStateException("this kernel is closed");
    }
    for (Step step : steps) {
      queue.launch(step.kernel(), step.items(), step.groupItems());
    }
    queue.flush();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      kernels.forEach(kernel -> cl.call(Call.RELEASE_KERNEL, kernel));
      parts.forEach(part -> cl.call(Call.RELEASE_MEMORY, part));
    } catch (DeviceLostException e) {
      // Gone with its device.
    } finally {
      arena.close();
    }
  }
}
