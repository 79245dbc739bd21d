package assay.kernels.vulkan;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.binding.Downcalls;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.lwjgl.vulkan.VkQueue;

/**
 * The two calls of every run.
 *
 * <p>They are bound here and not by LWJGL, which checks each argument's fields and makes an object
 * of the function's address at every call: 64 bytes that the JIT compiler leaves in.
 */
final class QueueCalls {

  private static final MethodHandle SUBMIT =
      Downcalls.returning(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);

  private static final MethodHandle WAIT_IDLE = Downcalls.returning(JAVA_INT, JAVA_LONG);

  private static final long NO_FENCE = 0;

  private final long queue;
  private final MemorySegment submit;
  private final MemorySegment waitIdle;

  QueueCalls(VkQueue queue) {
    this.queue = queue.address();
    submit = MemorySegment.ofAddress(queue.getCapabilities().vkQueueSubmit);
    waitIdle = MemorySegment.ofAddress(queue.getCapabilities().vkQueueWaitIdle);
  }

  /**
   * @param submitInfo address of one {@code VkSubmitInfo}
   * @return the call's {@code VkResult}
   */
  int submit(long submitInfo) {
    try {
      return (int) SUBMIT.invokeExact(submit, queue, 1, submitInfo, NO_FENCE);
    } catch (Throwable e) {
      throw Downcalls.failed(e);
    }
  }

  /** Returns the call's {@code VkResult} when everything that was submitted is complete. */
  int waitIdle() {
    try {
      return (int) WAIT_IDLE.invokeExact(waitIdle, queue);
    } catch (Throwable e) {
      throw Downcalls.failed(e);
    }
  }
}
