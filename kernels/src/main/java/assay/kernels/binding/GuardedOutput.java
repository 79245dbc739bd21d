package assay.kernels.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Memory that C writes a result into, between two guard zones that show whether it wrote beyond.
 *
 * <p>The second zone begins with the byte after the result: what overruns is most often the last
 * vector of a row, by less than its own length.
 */
public final class GuardedOutput {

  /** A multiple of a cache line, which keeps the result aligned; several of the widest vectors. */
  public static final long GUARD = 256;

  /** As a float32 a tiny negative number, which results are not made of; and no part of a NaN. */
  public static final byte PATTERN = (byte) 0xa5;

  private static final long CACHE_LINE = 64;

  private final MemorySegment before;
  private final MemorySegment data;
  private final MemorySegment after;

  public GuardedOutput(long bytes, Arena arena) {
    MemorySegment all = arena.allocate(GUARD + bytes + GUARD, CACHE_LINE);
    this(all.asSlice(0, GUARD), all.asSlice(GUARD, bytes), all.asSlice(GUARD + bytes, GUARD));
  }

  private GuardedOutput(MemorySegment before, MemorySegment data, MemorySegment after) {
    this.before = before.fill(PATTERN);
    this.data = data;
    this.after = after.fill(PATTERN);
  }

  /**
   * Over memory that a library allocated.
   *
   * @param before {@link #GUARD} bytes that end where the result begins
   * @param after {@link #GUARD} bytes that follow the result, after what aligns them
   */
  public static GuardedOutput between(
      MemorySegment before, MemorySegment data, MemorySegment after) {
    long end = data.address() + data.byteSize();
    long padding = after.address() - end;
    boolean follows = 0 <= padding && padding < GUARD;
    MemorySegment rest = follows ? MemorySegment.ofAddress(end).reinterpret(GUARD) : after;
    return new GuardedOutput(before, data, rest);
  }

  /** The result's own memory, zeroed and aligned to a cache line. */
  public MemorySegment data() {
    return data;
  }

  /** Fills the result with bytes that are NaN in every floating-point format. */
  public void poison() {
    data.fill((byte) 0xff);
  }

  /**
   * What was written outside the result since it was allocated, as a sentence without a subject.
   */
  public Optional<String> damage() {
    return damage(before, after);
  }

  /** The same of copies of two zones, for results that lie where the host can't read. */
  public static Optional<String> damage(MemorySegment before, MemorySegment after) {
    long early = 0;
    long late = 0;
    for (long i = 0; i < GUARD; i++) {
      if (early == 0 && before.get(ValueLayout.JAVA_BYTE, i) != PATTERN) {
        early = GUARD - i;
      }
      if (after.get(ValueLayout.JAVA_BYTE, i) != PATTERN) {
        late = i + 1;
      }
    }
    if (early > 0) {
      return Optional.of("wrote up to %d bytes before the start of its output".formatted(early));
    }
    return late > 0
        ? Optional.of("wrote up to %d bytes beyond the end of its output".formatted(late))
        : Optional.empty();
  }
}
