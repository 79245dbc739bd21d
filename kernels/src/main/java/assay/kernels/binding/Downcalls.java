package assay.kernels.binding;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Handles for C functions, one for each signature; the function's address is the first argument.
 *
 * <p>So a handle can be {@code static final}, which the JIT compiler needs to inline the call,
 * while the library it calls into is found at run time.
 */
public final class Downcalls {

  /** {@code size_t}, and every other C integer as wide as a pointer. */
  public static final ValueLayout.OfLong SIZE = ValueLayout.JAVA_LONG;

  /** A C string is read this far and no further. */
  private static final long MAX_STRING = 4096;

  private Downcalls() {}

  /** A function that returns {@code result}. */
  public static MethodHandle returning(MemoryLayout result, MemoryLayout... arguments) {
    return Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(result, arguments));
  }

  /** A function that returns nothing. */
  public static MethodHandle returningNothing(MemoryLayout... arguments) {
    return Linker.nativeLinker().downcallHandle(FunctionDescriptor.ofVoid(arguments));
  }

  /** What a downcall throws is never the C function's doing: the JVM could not make the call. */
  public static IllegalStateException failed(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("a native call failed: " + thrown, thrown);
  }

  /** A C string, or the empty string for NULL. */
  public static String string(MemorySegment pointer) {
    return isNull(pointer) ? "" : pointer.reinterpret(MAX_STRING).getString(0);
  }

  public static boolean isNull(MemorySegment pointer) {
    return pointer.address() == 0;
  }
}
