package assay.kernels.plugin;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** {@code assay_plugin} of a library in this process; offsets are those of the header. */
final class PluginTable {

  static final int ABI = 1;

  private static final int SIZE = 200;

  /** A table that claims more was not made by any compiler. */
  private static final int LARGEST = 1 << 16;

  private static final long ABI_OFFSET = 4;
  private static final long NAME = 8;
  private static final long DESCRIPTION = 16;
  private static final long VERSION = 24;
  private static final long BUILD = 32;
  private static final long FUNCTIONS = 40;

  /** Of {@code assay_settings.variant} and {@code assay_spec.text}, both pointers. */
  private static final long VARIANT_IN_SETTINGS = 16;

  private static final long TEXT_IN_SPEC = 104;

  private static final MethodHandle GET = Downcalls.returning(ADDRESS, JAVA_INT);
  private static final MethodHandle LAST_ERROR = Downcalls.returningNothing(ADDRESS, JAVA_LONG);
  private static final MethodHandle POINTER = Downcalls.returning(JAVA_INT, ADDRESS);
  private static final MethodHandle INDEX = Downcalls.returning(JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle ROW =
      Downcalls.returning(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle QUERY =
      Downcalls.returning(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle GIVE_BACK = Downcalls.returningNothing(JAVA_LONG);
  private static final MethodHandle PREPARE =
      Downcalls.returning(JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle ANSWER = Downcalls.returning(JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle COPY =
      Downcalls.returning(JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle TIMED = Downcalls.returning(JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle HANDLE = Downcalls.returning(JAVA_INT, JAVA_LONG);
  private static final MethodHandle INJECT =
      Downcalls.returning(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG);

  private final PluginIdentity identity;
  private final MemorySegment[] functions = new MemorySegment[PluginFunction.ALL.length];

  private PluginTable(Path path, MemorySegment table) throws UnusableLibraryException {
    long present = 0;
    for (PluginFunction each : PluginFunction.ALL) {
      MemorySegment function = table.get(ADDRESS, FUNCTIONS + 8L * each.ordinal());
      if (Downcalls.isNull(function) && !each.isOptional()) {
        throw new UnusableLibraryException(
            "%s has no %s in its table, which is not optional".formatted(path, each.text()));
      }
      functions[each.ordinal()] = function;
      present |= Downcalls.isNull(function) ? 0 : 1L << each.ordinal();
    }
    identity =
        new PluginIdentity(
            name(path, table),
            text(table, DESCRIPTION, 255),
            text(table, VERSION, 63),
            text(table, BUILD, 127),
            present);
  }

  /**
   * Loads the library, for good: a plug-in may have started threads.
   *
   * @throws UnusableLibraryException in one sentence
   */
  static PluginTable load(Path path) throws UnusableLibraryException {
    SharedLibrary library = SharedLibrary.open(path, Arena.global());
    MemorySegment get = library.require("assay_plugin_get");
    MemorySegment table;
    try {
      table = (MemorySegment) GET.invokeExact(get, ABI);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
    if (Downcalls.isNull(table)) {
      throw new UnusableLibraryException(
          "%s does not speak plug-in ABI %d, which this Assay does".formatted(path, ABI));
    }
    MemorySegment head = table.reinterpret(FUNCTIONS);
    int size = head.get(JAVA_INT, 0);
    int abi = head.get(JAVA_INT, ABI_OFFSET);
    if (abi != ABI) {
      throw new UnusableLibraryException(
          "%s speaks plug-in ABI %s and this Assay %d; build it against assay_plugin.h of ABI %d"
              .formatted(path, Integer.toUnsignedString(abi), ABI, ABI));
    }
    if (size < SIZE || size > LARGEST) {
      throw new UnusableLibraryException(
          "%s says that its table has %s bytes, which in ABI %d are at least %d; was it built against"
                  .formatted(path, Integer.toUnsignedString(size), ABI, SIZE)
              + " another assay_plugin.h?");
    }
    return new PluginTable(path, table.reinterpret(SIZE));
  }

  private static String name(Path path, MemorySegment table) throws UnusableLibraryException {
    String name = text(table, NAME, 255);
    if (!name.matches("[a-z][a-z0-9_-]{0,31}")) {
      throw new UnusableLibraryException(
          "%s calls itself \"%s\"; a name is a letter and up to 31 of a-z 0-9 - _"
              .formatted(path, name));
    }
    return name;
  }

  /** Byte by byte, since memory may end with the text. */
  private static String text(MemorySegment table, long offset, int longest) {
    MemorySegment text = table.get(ADDRESS, offset);
    if (Downcalls.isNull(text)) {
      return "";
    }
    text = text.reinterpret(longest);
    int bytes = 0;
    while (bytes < longest && text.get(JAVA_BYTE, bytes) != 0) {
      bytes++;
    }
    return CallArea.line(text.asSlice(0, bytes));
  }

  PluginIdentity identity() {
    return identity;
  }

  /**
   * Calls a function with what lies in {@code area}, and leaves its answer, and the text of a
   * failure, there.
   *
   * @param data of {@code UPLOAD} and {@code READ}
   * @return the status
   */
  int call(PluginFunction function, CallArea area, MemorySegment data) {
    try {
      int status = invoke(function, functions[function.ordinal()], area, data);
      if (status != 0) {
        area.error().set(JAVA_BYTE, 0, (byte) 0);
        LAST_ERROR.invokeExact(functions[0], area.error(), CallArea.ERROR_BYTES);
      }
      return status;
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private static int invoke(
      PluginFunction function, MemorySegment address, CallArea area, MemorySegment data)
      throws Throwable {
    long handle = area.handle();
    int first = (int) area.first();
    return switch (function) {
      case RUN, AWAIT -> (int) TIMED.invokeExact(address, handle, area.first());
      case ENQUEUE, TIMER_BEGIN, TIMER_END -> (int) HANDLE.invokeExact(address, handle);
      case TIMER_NANOS -> (int) ANSWER.invokeExact(address, handle, area.result());
      case PROBE -> (int) POINTER.invokeExact(address, area.answer());
      case DEVICE -> (int) INDEX.invokeExact(address, first, area.answer());
      case OPEN -> (int) INDEX.invokeExact(address, first, area.result());
      case SENSOR -> (int) ROW.invokeExact(address, first, (int) area.second(), area.answer());
      case READ_SENSOR -> (int) ROW.invokeExact(address, first, (int) area.second(), area.result());
      case DESCRIBE -> (int) ANSWER.invokeExact(address, handle, area.answer());
      case INJECT -> (int) INJECT.invokeExact(address, handle, first, area.second());
      case UPLOAD, READ -> (int) COPY.invokeExact(address, handle, first, data, data.byteSize());
      case CLOSE, RELEASE -> {
        GIVE_BACK.invokeExact(address, handle);
        yield 0;
      }
      case QUERY -> {
        link(area);
        yield (int) QUERY.invokeExact(address, first, area.spec(), area.settings(), area.answer());
      }
      case PREPARE -> {
        link(area);
        yield (int)
            PREPARE.invokeExact(address, handle, area.spec(), area.settings(), area.result());
      }
      case LAST_ERROR -> throw new IllegalArgumentException("it is asked with every failure");
    };
  }

  /** Pointers between structs are this process's own. */
  private static void link(CallArea area) {
    area.settings().set(ADDRESS, VARIANT_IN_SETTINGS, area.variant());
    area.spec().set(ADDRESS, TEXT_IN_SPEC, area.text());
  }
}
