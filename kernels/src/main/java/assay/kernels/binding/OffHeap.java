package assay.kernels.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Memory that C can read. */
public final class OffHeap {

  private static final long CACHE_LINE = 64;

  private OffHeap() {}

  /** The segment itself when it lies outside the Java heap, else a copy in {@code arena}. */
  public static MemorySegment of(MemorySegment data, Arena arena) {
    return data.isNative() ? data : arena.allocate(data.byteSize(), CACHE_LINE).copyFrom(data);
  }
}
