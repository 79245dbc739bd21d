package assay.probe.vendor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.probe.Reading;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A vendor's library, opened; each function answers with a code that its vendor defines. */
public final class VendorLibrary {

  /** Answer for a function that the library does not export; no vendor uses it. */
  public static final int MISSING = Integer.MIN_VALUE;

  private static final MethodHandle NOTHING = handle();
  private static final MethodHandle INT = handle(JAVA_INT);
  private static final MethodHandle LONG = handle(JAVA_LONG);
  private static final MethodHandle POINTER = handle(ADDRESS);
  private static final MethodHandle TWO = handle(ADDRESS, ADDRESS);
  private static final MethodHandle THREE = handle(ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle FOUR = handle(ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle POINTER_INT = handle(ADDRESS, JAVA_INT);
  private static final MethodHandle INT_POINTER = handle(JAVA_INT, ADDRESS);
  private static final MethodHandle POINTER_POINTER_INT = handle(ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle POINTER_INT_POINTER = handle(ADDRESS, JAVA_INT, ADDRESS);
  private static final MethodHandle POINTER_INTS_POINTER =
      handle(ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle POINTER_INT_LONG_POINTERS =
      handle(ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);

  private final SymbolLookup symbols;
  private final Map<String, Optional<MemorySegment>> found = new ConcurrentHashMap<>();

  private VendorLibrary(SymbolLookup symbols) {
    this.symbols = symbols;
  }

  private interface Call {
    int at(MemorySegment function) throws Throwable;
  }

  /** Loads the library, or says why not. */
  public static Reading<VendorLibrary> open(Path file) {
    try {
      // Never unloaded: a driver's library may leave threads behind that run in it.
      return Reading.of(
          new VendorLibrary(SymbolLookup.libraryLookup(file, Arena.global())), "", file.toString());
    } catch (IllegalArgumentException e) {
      return Reading.unreadable(
          "%s cannot be loaded: it is no library for this machine, or one that it needs is missing"
              .formatted(file));
    } catch (IllegalCallerException e) {
      return Reading.denied(
          "this JVM was started without native access, which %s needs".formatted(file));
    }
  }

  public int call(String name) {
    return call(name, function -> (int) NOTHING.invokeExact(function));
  }

  public int call(String name, int a) {
    return call(name, function -> (int) INT.invokeExact(function, a));
  }

  public int call(String name, long a) {
    return call(name, function -> (int) LONG.invokeExact(function, a));
  }

  public int call(String name, MemorySegment a) {
    return call(name, function -> (int) POINTER.invokeExact(function, a));
  }

  public int call(String name, MemorySegment a, MemorySegment b) {
    return call(name, function -> (int) TWO.invokeExact(function, a, b));
  }

  public int call(String name, MemorySegment a, MemorySegment b, MemorySegment c) {
    return call(name, function -> (int) THREE.invokeExact(function, a, b, c));
  }

  public int call(String name, MemorySegment a, MemorySegment b, MemorySegment c, MemorySegment d) {
    return call(name, function -> (int) FOUR.invokeExact(function, a, b, c, d));
  }

  public int call(String name, MemorySegment a, int b) {
    return call(name, function -> (int) POINTER_INT.invokeExact(function, a, b));
  }

  public int call(String name, int a, MemorySegment b) {
    return call(name, function -> (int) INT_POINTER.invokeExact(function, a, b));
  }

  public int call(String name, MemorySegment a, MemorySegment b, int c) {
    return call(name, function -> (int) POINTER_POINTER_INT.invokeExact(function, a, b, c));
  }

  public int call(String name, MemorySegment a, int b, MemorySegment c) {
    return call(name, function -> (int) POINTER_INT_POINTER.invokeExact(function, a, b, c));
  }

  public int call(String name, MemorySegment a, int b, int c, MemorySegment d) {
    return call(name, function -> (int) POINTER_INTS_POINTER.invokeExact(function, a, b, c, d));
  }

  public int call(
      String name,
      MemorySegment a,
      int b,
      long c,
      MemorySegment d,
      MemorySegment e,
      MemorySegment f) {
    return call(
        name, function -> (int) POINTER_INT_LONG_POINTERS.invokeExact(function, a, b, c, d, e, f));
  }

  private int call(String name, Call call) {
    Optional<MemorySegment> function = found.computeIfAbsent(name, symbols::find);
    if (function.isEmpty()) {
      return MISSING;
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
