package assay.kernels.opencl;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.DeviceLostException;
import assay.kernels.binding.Downcalls;
import assay.kernels.binding.LibraryFolders;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.device.DriverException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The loader's functions; every call is checked. */
final class OpenCl {

  private static final List<String> NAMES = List.of("libOpenCL.so.1", "libOpenCL.so");

  /** What a driver tells is read this far and no further. */
  private static final long MOST_BYTES = 1 << 20;

  private final SharedLibrary library;
  private final Map<Call, MethodHandle> handles = new EnumMap<>(Call.class);
  private final Map<Call, MemorySegment> functions = new EnumMap<>(Call.class);

  private OpenCl(SharedLibrary library) throws UnusableLibraryException {
    this.library = library;
    for (Call call : Call.values()) {
      functions.put(call, library.require(call.symbol()));
      handles.put(call, Downcalls.returning(call.makes() ? JAVA_LONG : JAVA_INT, call.arguments()));
    }
  }

  /**
   * Loads the loader, which stays loaded.
   *
   * @throws UnusableLibraryException when there is none, or it lacks a function
   */
  static OpenCl open(LibraryFolders folders) throws UnusableLibraryException {
    return new OpenCl(folders.open(NAMES));
  }

  /** The loader's file name. */
  String name() {
    return String.valueOf(library.path().getFileName());
  }

  MemorySegment function(Call call) {
    return functions.get(call);
  }

  /** Of calls that are not in a hurry. */
  int status(Call call, Object... arguments) {
    return (int) result(call, arguments);
  }

  void call(Call call, Object... arguments) {
    check(status(call, arguments), call);
  }

  /**
   * An object, made by a call without its last argument.
   *
   * @param arguments all but the pointer to the status
   */
  long make(Call call, Object... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(JAVA_INT);
      Object[] all = new Object[arguments.length + 1];
      System.arraycopy(arguments, 0, all, 0, arguments.length);
      all[arguments.length] = status;
      long made = (long) result(call, all);
      check(status.get(JAVA_INT, 0), call);
      return made;
    }
  }

  private Object result(Call call, Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = functions.get(call);
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    try {
      return handles.get(call).invokeWithArguments(all);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /**
   * What a call tells of an object.
   *
   * @param of the object or objects, and the number of what is asked
   */
  byte[] info(Call call, Object... of) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(JAVA_LONG);
      call(call, with(of, 0L, MemorySegment.NULL, size));
      long bytes = Math.clamp(size.get(JAVA_LONG, 0), 0, MOST_BYTES);
      MemorySegment value = arena.allocate(Math.max(1, bytes));
      call(call, with(of, bytes, value, MemorySegment.NULL));
      return value.asSlice(0, bytes).toArray(JAVA_BYTE);
    }
  }

  private static Object[] with(Object[] first, Object... rest) {
    Object[] all = new Object[first.length + rest.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(rest, 0, all, first.length, rest.length);
    return all;
  }

  /** Up to the zero that ends it. */
  String text(Call call, Object... of) {
    String text = new String(info(call, of), StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return (end < 0 ? text : text.substring(0, end)).strip();
  }

  /** A number of 4 or 8 bytes, the shorter one without a sign. */
  long number(Call call, Object... of) {
    MemorySegment value = MemorySegment.ofArray(info(call, of));
    return value.byteSize() < Long.BYTES
        ? Integer.toUnsignedLong(value.get(JAVA_INT.withByteAlignment(1), 0))
        : value.get(JAVA_LONG.withByteAlignment(1), 0);
  }

  void check(int status, Call call) {
    check(status, call, "opencl");
  }

  /**
   * @param device its id, for the message
   * @throws DeviceLostException when nothing will work in this process any more
   * @throws DriverException for every other failure
   */
  void check(int status, Call call, String device) {
    if (status == 0) {
      return;
    }
    String what = "%s: %s".formatted(call.symbol(), Status.text(status));
    if (Status.isFatal(status)) {
      throw new DeviceLostException(device, what);
    }
    throw new DriverException(status, what);
  }
}
