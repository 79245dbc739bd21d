package assay.probe.vendor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.probe.Reading;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Lists of opaque handles that are asked for twice: how many, and which. */
public final class Handles {

  /** Above what one machine holds; a broken count must not cost memory or millions of calls. */
  public static final int MOST = 256;

  /** The function, given where the count stands and where handles go, or NULL for only counting. */
  public interface Lister {
    int list(MemorySegment count, MemorySegment handles);
  }

  private Handles() {}

  /**
   * @param function for sentences
   * @param refused a code's reason
   */
  public static Reading<List<MemorySegment>> of(
      String function, Lister lister, IntFunction<Reading<List<MemorySegment>>> refused) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_INT);
      int code = lister.list(count, MemorySegment.NULL);
      if (code != 0) {
        return refused.apply(code);
      }
      long wanted = Integer.toUnsignedLong(count.get(JAVA_INT, 0));
      if (wanted > MOST) {
        return Reading.unreadable("%s counts %d, which no machine has".formatted(function, wanted));
      }
      if (wanted == 0) {
        return Reading.of(List.of(), "", function);
      }
      MemorySegment handles = arena.allocate(ADDRESS, wanted);
      code = lister.list(count, handles);
      if (code != 0) {
        return refused.apply(code);
      }
      int filled = (int) Math.min(wanted, Integer.toUnsignedLong(count.get(JAVA_INT, 0)));
      return Reading.of(
          IntStream.range(0, filled).mapToObj(i -> handles.getAtIndex(ADDRESS, i)).toList(),
          "",
          function);
    }
  }
}
