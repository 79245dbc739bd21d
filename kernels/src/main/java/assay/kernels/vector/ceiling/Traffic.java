package assay.kernels.vector.ceiling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Where the loops of {@link Traversal} go: each thread walks its own working set, slice after
 * slice.
 */
final class Traffic implements Work {

  private static final long MAX_SLICE = 1 << 20;

  /** Makes a call on a small working set long enough to hide its own cost. */
  private static final long MIN_CALL = 1 << 18;

  private final Traversal traversal;
  private final MemorySegment[] sets;
  private final long slice;
  private final long slices;
  private final int passes;

  /** Takes {@code bytes} for each thread, touched by the caller. */
  Traffic(Traversal traversal, Arena arena, long bytes, int threads) {
    this.traversal = traversal;
    slice = Math.min(bytes, MAX_SLICE) / Traversal.GRAIN * Traversal.GRAIN;
    slices = bytes / slice;
    passes = (int) Math.max(1, MIN_CALL / slice);
    sets = new MemorySegment[threads];
    for (int i = 0; i < threads; i++) {
      sets[i] = arena.allocate(slice * slices, 4096).fill((byte) 1);
    }
  }

  @Override
  public double amount() {
    return (double) slice * passes;
  }

  @Override
  public long run(int thread, long call) {
    long offset = call % slices * slice;
    long result = 0;
    for (int pass = 0; pass < passes; pass++) {
      result += traversal.walk(sets[thread], offset, slice);
    }
    return result;
  }
}
