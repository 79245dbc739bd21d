package assay.kernels.gpu.blaslt;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.gpu.driver.GpuLibraries;
import assay.kernels.gpu.driver.Maker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One maker's library, opened; every call of it is checked. */
final class BlasltLibrary {

  private static final MethodHandle NO_ARGUMENTS = Downcalls.returning(JAVA_LONG);
  private static final MethodHandle TEXT = Downcalls.returning(ADDRESS, JAVA_INT);
  private static final MethodHandle TWO = Downcalls.returning(JAVA_INT, JAVA_LONG, ADDRESS);

  /** {@code hipblasStatus_t} in order; cuBLASLt has functions for the names of its own. */
  private static final List<String> STATUS_OF_HIP =
      List.of(
          "SUCCESS",
          "NOT_INITIALIZED",
          "ALLOC_FAILED",
          "INVALID_VALUE",
          "MAPPING_ERROR",
          "EXECUTION_FAILED",
          "INTERNAL_ERROR",
          "NOT_SUPPORTED",
          "ARCH_MISMATCH",
          "HANDLE_IS_NULLPTR",
          "INVALID_ENUM",
          "UNKNOWN");

  private final Dialect dialect;
  private final SharedLibrary library;
  private final Map<BlasltFunction, MemorySegment> functions = new EnumMap<>(BlasltFunction.class);
  private final Map<BlasltFunction, MethodHandle> handles = new EnumMap<>(BlasltFunction.class);

  private BlasltLibrary(Dialect dialect, SharedLibrary library) throws UnusableLibraryException {
    this.dialect = dialect;
    this.library = library;
    for (BlasltFunction function : BlasltFunction.values()) {
      functions.put(function, library.require(dialect.symbol(function.suffix())));
      handles.put(function, function.handle());
    }
    library.require(dialect.symbol("GetVersion"));
  }

  /**
   * Loads the library; it stays loaded.
   *
   * @throws UnusableLibraryException when there is none, it lacks a function, or is too old
   */
  static BlasltLibrary open(GpuLibraries libraries) throws UnusableLibraryException {
    Maker maker = libraries.maker();
    var opened = new BlasltLibrary(Dialect.of(maker), libraries.open(maker.blasNames()));
    if (maker == Maker.CUDA) {
      opened.requireVersion(opened.versionOfCuda());
    }
    return opened;
  }

  Dialect dialect() {
    return dialect;
  }

  /** {@code cuBLASLt 13.0.1}. */
  String text(int version) {
    return dialect.product() + " " + dialect.version(version);
  }

  /**
   * hipBLASLt tells it only when it is started.
   *
   * @param handle from {@link BlasltFunction#CREATE}
   */
  int version(long handle) {
    return dialect == Dialect.CUBLASLT ? versionOfCuda() : versionOfHip(handle);
  }

  private int versionOfCuda() {
    try {
      return (int) (long) NO_ARGUMENTS.invokeExact(symbol("GetVersion"));
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private int versionOfHip(long handle) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment version = arena.allocate(JAVA_INT);
      int status = (int) TWO.invokeExact(symbol("GetVersion"), handle, version);
      check(status, "GetVersion");
      return version.get(JAVA_INT, 0);
    } catch (BlasltException e) {
      throw e;
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /**
   * @throws UnusableLibraryException when it is older than the numbers that are used here
   */
  void requireVersion(int version) throws UnusableLibraryException {
    if (version < dialect.oldest()) {
      throw new UnusableLibraryException(
          "%s is %s, and %s or newer is needed"
              .formatted(library.path(), text(version), dialect.version(dialect.oldest())));
    }
  }

  /** A function that only one of the libraries has, or not every version. */
  Optional<MemorySegment> find(String suffix) {
    return library.find(dialect.symbol(suffix));
  }

  private MemorySegment symbol(String suffix) {
    return find(suffix).orElse(MemorySegment.NULL);
  }

  MemorySegment address(BlasltFunction function) {
    return functions.get(function);
  }

  /** A call that is in no hurry. */
  void call(BlasltFunction function, Object... arguments) {
    check(statusOf(function, arguments), function.suffix());
  }

  int statusOf(BlasltFunction function, Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = functions.get(function);
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    try {
      return (int) handles.get(function).invokeWithArguments(all);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** A call that makes something: what it fills in before its other arguments. */
  long made(BlasltFunction function, Object... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment result = arena.allocate(JAVA_LONG);
      Object[] all = new Object[arguments.length + 1];
      all[0] = result;
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      call(function, all);
      return result.get(JAVA_LONG, 0);
    }
  }

  /**
   * @throws BlasltException unless the status is 0
   */
  void check(int status, String suffix) {
    if (status != 0) {
      throw new BlasltException(
          "%s: %s (%d)".formatted(dialect.symbol(suffix), name(status), status));
    }
  }

  private String name(int status) {
    if (dialect == Dialect.HIPBLASLT) {
      return "HIPBLAS_STATUS_" + STATUS_OF_HIP.get(Math.clamp(status, 1, STATUS_OF_HIP.size() - 1));
    }
    MemorySegment named = symbol("GetStatusName");
    if (Downcalls.isNull(named)) {
      return "status";
    }
    try {
      return Downcalls.string((MemorySegment) TEXT.invokeExact(named, status));
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
