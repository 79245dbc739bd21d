package assay.kernels.gpu.blaslt;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.kernels.binding.Downcalls;
import assay.kernels.device.DriverException;
import assay.kernels.gpu.driver.QueueCalls;
import assay.kernels.gpu.driver.Step;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** One product by one algorithm over memory that is there, made once and enqueued many times. */
final class BlasltCall implements Step {

  /**
   * Addresses on the device.
   *
   * @param workspace 0 where the algorithm needs none
   */
  record Memory(long w, long x, long y, long workspace) {}

  private static final MethodHandle MATMUL = BlasltFunction.MATMUL.handle();

  private final BlasltLibrary library;
  private final long handle;
  private final Product product;
  private final MemorySegment function;
  private final MemorySegment one;
  private final MemorySegment zero;
  private final MemorySegment algorithm;
  private final long workspaceBytes;
  private final Memory memory;

  /**
   * @param arena as long as the call may be made
   */
  BlasltCall(Blaslt blaslt, Product product, Algorithm chosen, Memory memory, Arena arena) {
    library = blaslt.library();
    handle = blaslt.handle();
    this.product = product;
    function = library.address(BlasltFunction.MATMUL);
    one =
        arena.allocateFrom(JAVA_INT, product.factors() == Factors.I8 ? 1 : Float.floatToIntBits(1));
    zero = arena.allocateFrom(JAVA_INT, 0);
    algorithm = chosen.copy(arena);
    workspaceBytes = chosen.workspaceBytes();
    this.memory = memory;
  }

  @Override
  public void enqueue(QueueCalls queue) {
    int status = statusOf(queue.stream());
    if (status != 0) {
      requireDevice(queue);
      library.check(status, BlasltFunction.MATMUL.suffix());
    }
  }

  /** One that is gone says so itself, and better. */
  private static void requireDevice(QueueCalls queue) {
    try {
      queue.await();
    } catch (DriverException e) {
      // It is there; a queue that records a graph cannot be waited for.
    }
  }

  /** C, to which zero times is added, is D. */
  private int statusOf(long stream) {
    try {
      return (int)
          MATMUL.invokeExact(
              function,
              handle,
              product.description(),
              one,
              memory.w(),
              product.w(),
              memory.x(),
              product.x(),
              zero,
              memory.y(),
              product.y(),
              memory.y(),
              product.y(),
              algorithm,
              memory.workspace(),
              workspaceBytes,
              stream);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
