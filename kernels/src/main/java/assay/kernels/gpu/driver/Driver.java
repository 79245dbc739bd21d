package assay.kernels.gpu.driver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.DeviceLostException;
import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.device.DriverException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One maker's driver, started; every call of it is checked. */
public final class Driver {

  /** {@code const char *name(status)} and {@code int name(status, const char **)}. */
  private static final MethodHandle TEXT_OF_HIP = Downcalls.returning(ADDRESS, JAVA_INT);

  private static final MethodHandle TEXT_OF_CUDA = Downcalls.returning(JAVA_INT, JAVA_INT, ADDRESS);

  private static final MethodHandle CURRENT = Downcalls.returning(JAVA_INT, JAVA_LONG);

  /**
   * Of either maker: an uncorrectable memory error, an illegal address or instruction, a failed
   * launch and their like leave a context that answers nothing any more.
   */
  private static final Set<Integer> FATAL =
      Set.of(214, 220, 226, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 999);

  /**
   * No device, invalid device, not initialized: by which a start or a count says that there is
   * none.
   */
  private static final Set<Integer> NO_DEVICE = Set.of(100, 101, 3);

  private final Maker maker;
  private final SharedLibrary library;
  private final Map<Call, MethodHandle> handles = new EnumMap<>(Call.class);
  private final Map<Call, MemorySegment> functions = new EnumMap<>(Call.class);
  private final MemorySegment errorName;
  private final MemorySegment errorText;

  private Driver(Maker maker, SharedLibrary library) throws UnusableLibraryException {
    this.maker = maker;
    this.library = library;
    for (Call call : Call.values()) {
      if (!call.isOf(maker)) {
        continue;
      }
      functions.put(call, library.require(call.symbol(maker)));
      handles.put(call, Downcalls.returning(JAVA_INT, call.arguments()));
    }
    boolean cuda = maker == Maker.CUDA;
    errorName = library.require(cuda ? "cuGetErrorName" : "hipGetErrorName");
    errorText = library.require(cuda ? "cuGetErrorString" : "hipGetErrorString");
  }

  /**
   * Loads and starts the driver; it stays loaded.
   *
   * @throws UnusableLibraryException when there is none, it lacks a function, or does not start
   */
  public static Driver open(GpuLibraries libraries) throws UnusableLibraryException {
    Maker maker = libraries.maker();
    Driver driver = new Driver(maker, libraries.open(maker.driverNames()));
    int status = driver.statusOf(Call.INIT, 0);
    if (status == 0 || NO_DEVICE.contains(status)) {
      return driver;
    }
    throw new UnusableLibraryException(
        "the driver in %s does not start: %s"
            .formatted(driver.library.path(), driver.what(status, Call.INIT)));
  }

  public Maker maker() {
    return maker;
  }

  /**
   * The library and the version of the interface that it offers: {@code libcuda.so.1, CUDA 13.0}.
   */
  public String text() {
    int version = intOf(Call.DRIVER_VERSION);
    String name = String.valueOf(library.path().getFileName());
    return maker == Maker.CUDA
        ? "%s, CUDA %d.%d".formatted(name, version / 1000, version % 1000 / 10)
        : "%s, HIP %d.%d".formatted(name, version / 10_000_000, version / 100_000 % 100);
  }

  /** Every device that this process may use; empty when the driver has none. */
  public List<GpuDevice> devices() {
    List<GpuDevice> devices = new ArrayList<>();
    int count = deviceCount();
    for (int i = 0; i < count; i++) {
      devices.add(GpuDevice.read(this, i));
    }
    return List.copyOf(devices);
  }

  private int deviceCount() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_INT);
      int status = statusOf(Call.DEVICE_COUNT, count);
      if (NO_DEVICE.contains(status)) {
        return 0;
      }
      check(status, Call.DEVICE_COUNT);
      return count.get(JAVA_INT, 0);
    }
  }

  /** Of calls that are not in a hurry: a launch has a handle of its own. */
  void call(Call call, Object... arguments) {
    check(statusOf(call, arguments), call);
  }

  private int statusOf(Call call, Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = functions.get(call);
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    try {
      return (int) handles.get(call).invokeWithArguments(all);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** A call that fills in one integer before its other arguments. */
  int intOf(Call call, Object... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment result = arena.allocate(JAVA_INT);
      call(call, prepended(result, arguments));
      return result.get(JAVA_INT, 0);
    }
  }

  /** A call that fills in one handle, address or size before its other arguments. */
  long longOf(Call call, Object... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment result = arena.allocate(JAVA_LONG);
      call(call, prepended(result, arguments));
      return result.get(JAVA_LONG, 0);
    }
  }

  private static Object[] prepended(MemorySegment first, Object[] rest) {
    Object[] all = new Object[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  /**
   * Drivers keep for each thread which device it speaks of. Said before each use, since JMH need
   * not measure on the thread that prepared, and other libraries turn a thread to devices of their
   * own.
   *
   * @param context of CUDA, or the number of a device of HIP
   * @param device its id, for the message
   */
  void makeCurrent(long context, String device) {
    int status;
    try {
      status = (int) CURRENT.invokeExact(functions.get(Call.CONTEXT_CURRENT), context);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
    check(status, Call.CONTEXT_CURRENT, device);
  }

  /** A function that only one maker has; NULL where it is not there. */
  MemorySegment optional(String symbol) {
    return library.find(symbol).orElse(MemorySegment.NULL);
  }

  MemorySegment function(Call call) {
    return functions.get(call);
  }

  /**
   * Throws what a status means; 0 means nothing.
   *
   * @throws DeviceLostException when nothing will work in this process any more
   * @throws DriverException for every other failure
   */
  void check(int status, Call call) {
    check(status, call, maker.id());
  }

  /**
   * @param device its id, for the message
   */
  void check(int status, Call call, String device) {
    if (status == 0) {
      return;
    }
    if (FATAL.contains(status)) {
      throw new DeviceLostException(device, what(status, call));
    }
    throw new DriverException(status, what(status, call));
  }

  private String what(int status, Call call) {
    return "%s: %s".formatted(call.symbol(maker), textOf(status));
  }

  /** Name, number and description: {@code CUDA_ERROR_OUT_OF_MEMORY (2), out of memory}. */
  private String textOf(int status) {
    return "%s (%d), %s".formatted(text(errorName, status), status, text(errorText, status));
  }

  private String text(MemorySegment function, int status) {
    try (Arena arena = Arena.ofConfined()) {
      if (maker == Maker.HIP) {
        return Downcalls.string((MemorySegment) TEXT_OF_HIP.invokeExact(function, status));
      }
      MemorySegment pointer = arena.allocate(ADDRESS);
      int unknown = (int) TEXT_OF_CUDA.invokeExact(function, status, pointer);
      return unknown == 0 ? Downcalls.string(pointer.get(ADDRESS, 0)) : "unknown error";
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
