package assay.kernels.gpu.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.binding.Downcalls;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A kernel as the driver knows it.
 *
 * @param handle valid as long as its module
 * @param mostShared bytes of shared memory that a block may have on the device
 */
public record GpuFunction(Driver driver, String name, long handle, int mostShared) {

  /** CU_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES and HIP_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES. */
  private static final int LOCAL_BYTES = 3;

  private static final int REGISTERS = 4;

  /**
   * CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES: arrays of the kernel's own, beside what a launch asks for.
   */
  private static final int STATIC_SHARED_BYTES = 1;

  /** CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES. */
  private static final int DYNAMIC_SHARED_BYTES = 8;

  /** A kernel of CUDA that does not ask gets no more. */
  private static final int SHARED_WITHOUT_ASKING = 48 << 10;

  private static final MethodHandle SET =
      Downcalls.returning(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);

  public int registers() {
    return driver.intOf(Call.FUNCTION_ATTRIBUTE, REGISTERS, handle);
  }

  /** Of memory for each thread that stands in for registers; 0 is what a kernel should have. */
  public int localBytes() {
    return driver.intOf(Call.FUNCTION_ATTRIBUTE, LOCAL_BYTES, handle);
  }

  /**
   * Asks for shared memory beyond what every kernel gets; AMD's driver needs no asking.
   *
   * <p>For all that the device has, as the last one to ask decides for every launch of a kernel.
   *
   * @param bytes that a launch wants beside the kernel's own arrays
   */
  void allowShared(int bytes) {
    if (driver.maker() != Maker.CUDA) {
      return;
    }
    int fixed = driver.intOf(Call.FUNCTION_ATTRIBUTE, STATIC_SHARED_BYTES, handle);
    if (fixed + bytes <= SHARED_WITHOUT_ASKING) {
      return;
    }
    MemorySegment function = driver.optional("cuFuncSetAttribute");
    try {
      int most = mostShared - fixed;
      driver.check(
          (int) SET.invokeExact(function, handle, DYNAMIC_SHARED_BYTES, most),
          Call.FUNCTION_ATTRIBUTE);
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
