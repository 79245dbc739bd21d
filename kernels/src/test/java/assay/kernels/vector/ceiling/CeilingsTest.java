package assay.kernels.vector.ceiling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class CeilingsTest {

  @Test
  void measuresEveryLimitOrSaysWhyNot() {
    List<CacheLevel> caches =
        List.of(new CacheLevel(2, 33 << 10, 1, 2), new CacheLevel(1, 32 << 10, 1, 2));
    List<MeasuredLimit> heard = new ArrayList<>();
    List<MeasuredLimit> limits = Ceilings.measure(caches, List.of(1, 2), Duration.ZERO, heard::add);
    assertEquals(heard, limits);
    for (MeasuredLimit limit : limits) {
      assertEquals(limit.id().endsWith(".L2"), !limit.isMeasured(), limit.toString());
      for (double sample : limit.samples()) {
        assertTrue(sample > 0 && Double.isFinite(sample), limit.toString());
      }
    }
    Set<String> ids = limits.stream().map(MeasuredLimit::id).collect(Collectors.toSet());
    assertTrue(
        ids.containsAll(
            Set.of(
                "fma.f32",
                "multiply.i32",
                "dot.i8",
                "read.L1",
                "write.L1",
                "copy.L1",
                "read.memory",
                "latency.4096",
                "latency.268435456")),
        ids.toString());
  }

  @Test
  void theMemorySetIsFourTimesAllOfTheLastLevel() {
    List<CacheLevel> caches =
        List.of(
            new CacheLevel(2, 1 << 20, 2, 16),
            new CacheLevel(3, 96 << 20, 16, 1),
            new CacheLevel(3, 32 << 20, 16, 1));
    assertEquals(4L * (128 << 20), Ceilings.memorySet(caches));
    assertEquals(64L << 20, Ceilings.memorySet(List.of()));
  }

  @Test
  void theBestTimeIsTheShortestAndTheBestRateTheHighest() {
    assertEquals(3, new MeasuredLimit("a", "a", "B/s", 1, List.of(1.0, 3.0, 2.0), "").best());
    assertEquals(1, new MeasuredLimit("a", "a", "s", 1, List.of(2.0, 1.0, 3.0), "").best());
    assertThrows(
        IllegalArgumentException.class, () -> new MeasuredLimit("a", "a", "s", 1, List.of(), ""));
  }

  @Test
  void aChaseVisitsEveryLineOnce() {
    try (Arena arena = Arena.ofConfined()) {
      PointerChase chase = new PointerChase(arena, 256 << 10);
      int lines = (256 << 10) / (int) PointerChase.LINE;
      BitSet seen = new BitSet();
      long offset = 0;
      for (int i = 0; i < lines; i++) {
        assertFalse(seen.get((int) (offset / PointerChase.LINE)), "back after " + i);
        seen.set((int) (offset / PointerChase.LINE));
        offset = PointerChase.walk(chase.memory, offset, 1);
      }
      assertEquals(0, offset);
    }
  }

  @Test
  void traversalsTouchEveryByteOfTheirSlice() {
    long slice = 3L * Traversal.GRAIN;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(slice + 64, 64);
      memory.fill((byte) 1);
      assertEquals(0x0101_0101 * (int) (slice / 4), new ReadTraversal().walk(memory, 32, slice));
      for (Traversal way : List.of(new CopyTraversal(), new LibraryCopy())) {
        memory.asSlice(32, slice / 2).fill((byte) 7);
        memory.asSlice(32 + slice / 2).fill((byte) 1);
        way.walk(memory, 32, slice);
        assertEquals(-1, memory.asSlice(32, slice).mismatch(arena.allocate(slice).fill((byte) 7)));
        assertEquals(1, memory.get(ValueLayout.JAVA_BYTE, 32 + slice));
      }
      new WriteTraversal().walk(memory, 32, slice);
      for (long i = 0; i < slice; i += 4) {
        assertEquals(32, memory.get(ValueLayout.JAVA_INT, 32 + i));
      }
      assertEquals(1, memory.get(ValueLayout.JAVA_BYTE, 32 + slice));
    }
  }
}
