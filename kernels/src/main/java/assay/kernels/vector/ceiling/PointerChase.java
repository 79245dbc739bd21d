package assay.kernels.vector.ceiling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/**
 * Loads whose address is the previous load's result, one cache line each, in a random cycle.
 *
 * <p>Beyond the reach of the TLB each step also pays for a page walk (with the system's page size),
 * as any program that wanders through that much memory does.
 */
final class PointerChase implements Work {

  static final long LINE = 64;
  static final int STEPS = 4_096;
  private static final long SEED = 0x5EED;

  final MemorySegment memory;
  private long position;

  PointerChase(Arena arena, long bytes) {
    memory = arena.allocate(bytes, 4096);
    long lines = bytes / LINE;
    for (long line = 0; line < lines; line++) {
      put(line, line * LINE);
    }
    linkInOneCycle(lines);
  }

  /** Sattolo's shuffle: every permutation it makes is a single cycle. */
  private void linkInOneCycle(long lines) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (long line = lines - 1; line > 0; line--) {
      long other = random.nextLong(line);
      long next = next(line * LINE);
      put(line, next(other * LINE));
      put(other, next);
    }
  }

  private void put(long line, long next) {
    memory.set(ValueLayout.JAVA_LONG, line * LINE, next);
  }

  private long next(long offset) {
    return memory.get(ValueLayout.JAVA_LONG, offset);
  }

  @Override
  public double amount() {
    return STEPS;
  }

  @Override
  public long run(int thread, long call) {
    position = walk(memory, position, STEPS);
    return position;
  }

  static long walk(MemorySegment memory, long from, int steps) {
    long offset = from;
    for (int i = 0; i < steps; i++) {
      offset = memory.get(ValueLayout.JAVA_LONG, offset);
    }
    return offset;
  }
}
