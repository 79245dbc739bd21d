package assay.kernels.gpu.blaslt;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import assay.kernels.binding.Downcalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a library would compute a product.
 *
 * @param opaque handed back to the library as it came
 * @param workspaceBytes of the device's memory that it needs
 */
record Algorithm(byte[] opaque, long workspaceBytes) {

  private static final MethodHandle GET =
      Downcalls.returning(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS);

  /** {@code cublasLtMatmulAlgoConfigAttributes_t} in order; the last two are of 16 bits. */
  private static final List<String> SETTINGS =
      List.of(
          "id",
          "tile",
          "split of k",
          "reduction",
          "swizzling",
          "custom option",
          "stages",
          "inner shape",
          "cluster shape");

  /** For the record: all of it, and what the library tells of it. */
  Map<String, String> details(BlasltLibrary library) {
    Map<String, String> details = new TreeMap<>();
    details.put("algorithm", HexFormat.of().formatHex(opaque));
    details.put("workspace bytes", String.valueOf(workspaceBytes));
    if (library.dialect() == Dialect.HIPBLASLT) {
      int index = MemorySegment.ofArray(opaque).get(JAVA_INT.withByteAlignment(1), 0);
      details.put("algorithm index", String.valueOf(index));
      return details;
    }
    library.find("MatmulAlgoConfigGetAttribute").ifPresent(get -> details.putAll(settings(get)));
    return details;
  }

  private Map<String, String> settings(MemorySegment get) {
    Map<String, String> settings = new TreeMap<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment algorithm = copy(arena);
      MemorySegment value = arena.allocate(JAVA_LONG);
      MemorySegment bytes = arena.allocate(JAVA_LONG);
      for (int i = 0; i < SETTINGS.size(); i++) {
        for (long size : new long[] {JAVA_INT.byteSize(), JAVA_SHORT.byteSize()}) {
          value.set(JAVA_LONG, 0, 0);
          // It refuses a size that is not that of the setting.
          if ((int) GET.invokeExact(get, algorithm, i, value, size, bytes) == 0) {
            settings.put("algorithm " + SETTINGS.get(i), String.valueOf(value.get(JAVA_LONG, 0)));
            break;
          }
        }
      }
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
    return settings;
  }

  /** For a call; both libraries read it as 64-bit integers. */
  MemorySegment copy(Arena arena) {
    MemorySegment copy = arena.allocate(opaque.length, 16);
    MemorySegment.copy(opaque, 0, copy, JAVA_BYTE, 0, opaque.length);
    return copy;
  }
}
