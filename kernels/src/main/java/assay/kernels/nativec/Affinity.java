package assay.kernels.nativec;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.binding.Downcalls;
import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Which processors a thread may use. Where the system has no such thing, there are none. */
final class Affinity {

  /** 1024 bits. */
  static final MemoryLayout MASK = MemoryLayout.sequenceLayout(16, JAVA_LONG);

  private static final MethodHandle OF_INT = Downcalls.returning(JAVA_INT, JAVA_INT);
  private static final MethodHandle OF_ADDRESS = Downcalls.returning(JAVA_INT, ADDRESS);

  private final MemorySegment pin;
  private final MemorySegment unpin;
  private final MemorySegment query;

  Affinity(NativeLibrary library) {
    pin = library.file().find("assay_pin").orElseThrow();
    unpin = library.file().find("assay_unpin").orElseThrow();
    query = library.file().find("assay_affinity").orElseThrow();
  }

  /** The calling thread's processors, one of each core before any second of a core. */
  int[] processors(MemorySegment mask) {
    if (call(query, mask) <= 0) {
      return new int[0];
    }
    return IntStream.range(0, (int) MASK.byteSize() * Byte.SIZE)
        .filter(cpu -> (mask.getAtIndex(JAVA_LONG, cpu / 64) >>> cpu % 64 & 1) == 1)
        .boxed()
        .sorted(Comparator.comparingInt(Affinity::rankInCore))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** 0 for the first hardware thread of a core; the list is like {@code 3,67} or {@code 0-1}. */
  private static int rankInCore(int cpu) {
    Path list =
        Path.of("/sys/devices/system/cpu/cpu%d/topology/thread_siblings_list".formatted(cpu));
    try {
      String[] siblings = Files.readString(list).strip().split("[,-]");
      return siblings[0].equals(Integer.toString(cpu)) ? 0 : 1;
    } catch (IOException e) {
      return 0;
    }
  }

  void pin(int cpu) {
    try {
      int unused = (int) OF_INT.invokeExact(pin, cpu);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  void unpin(MemorySegment mask) {
    call(unpin, mask);
  }

  private static int call(MemorySegment function, MemorySegment mask) {
    try {
      return (int) OF_ADDRESS.invokeExact(function, mask);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
