package assay.probe.nvml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * NVML's functions by name; each answers with a code of {@link NvmlStatus}.
 *
 * @param symbols of the opened library
 */
record NvmlCalls(SymbolLookup symbols) {

  private static final MethodHandle NOTHING = handle();
  private static final MethodHandle POINTER = handle(ADDRESS);
  private static final MethodHandle POINTER_INT = handle(ADDRESS, JAVA_INT);
  private static final MethodHandle INT_POINTER = handle(JAVA_INT, ADDRESS);
  private static final MethodHandle POINTERS = handle(ADDRESS, ADDRESS);
  private static final MethodHandle POINTER_POINTER_INT = handle(ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle POINTER_INT_POINTER = handle(ADDRESS, JAVA_INT, ADDRESS);
  private static final MethodHandle THREE_POINTERS = handle(ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle POINTER_INTS_POINTER =
      handle(ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle SAMPLES =
      handle(ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);

  private interface Call {
    int at(MemorySegment function) throws Throwable;
  }

  int call(String name) {
    return call(name, function -> (int) NOTHING.invokeExact(function));
  }

  int call(String name, MemorySegment a) {
    return call(name, function -> (int) POINTER.invokeExact(function, a));
  }

  int call(String name, MemorySegment a, int b) {
    return call(name, function -> (int) POINTER_INT.invokeExact(function, a, b));
  }

  int call(String name, int a, MemorySegment b) {
    return call(name, function -> (int) INT_POINTER.invokeExact(function, a, b));
  }

  int call(String name, MemorySegment a, MemorySegment b) {
    return call(name, function -> (int) POINTERS.invokeExact(function, a, b));
  }

  int call(String name, MemorySegment a, MemorySegment b, int c) {
    return call(name, function -> (int) POINTER_POINTER_INT.invokeExact(function, a, b, c));
  }

  int call(String name, MemorySegment a, int b, MemorySegment c) {
    return call(name, function -> (int) POINTER_INT_POINTER.invokeExact(function, a, b, c));
  }

  int call(String name, MemorySegment a, MemorySegment b, MemorySegment c) {
    return call(name, function -> (int) THREE_POINTERS.invokeExact(function, a, b, c));
  }

  int call(String name, MemorySegment a, int b, int c, MemorySegment d) {
    return call(name, function -> (int) POINTER_INTS_POINTER.invokeExact(function, a, b, c, d));
  }

  /** {@code nvmlDeviceGetSamples}. */
  int samples(
      MemorySegment device,
      int type,
      long lastSeenMicros,
      MemorySegment valueType,
      MemorySegment count,
      MemorySegment samples) {
    return call(
        "nvmlDeviceGetSamples",
        function ->
            (int)
                SAMPLES.invokeExact(
                    function, device, type, lastSeenMicros, valueType, count, samples));
  }

  private int call(String name, Call call) {
    Optional<MemorySegment> function = symbols.find(name);
    if (function.isEmpty()) {
      return NvmlStatus.FUNCTION_NOT_FOUND;
    }
    try {
      return call.at(function.get());
    } catch (Error e) {
      throw e;
    } catch (Throwable thrown) {
      // Never the C function's doing: the JVM could not make the call.
      throw new IllegalStateException("a native call failed: " + thrown, thrown);
    }
  }

  private static MethodHandle handle(MemoryLayout... arguments) {
    return Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_INT, arguments));
  }
}
