package assay.kernels.nativec.attention;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.AttentionSpec;
import assay.kernels.Format;
import assay.kernels.Support;
import assay.kernels.binding.Downcalls;
import assay.kernels.nativec.NativeLibrary;
import assay.kernels.nativec.Tier;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The C functions of one format and tier. */
record AttentionFunctions(
    MemorySegment split,
    MemorySegment splitScratch,
    MemorySegment splitPartial,
    MemorySegment splitMerge,
    MemorySegment blocked,
    MemorySegment blockedScratch,
    int width,
    int panels) {

  /** {@code long f(const struct attention *)} */
  private static final MethodHandle SIZE = Downcalls.returning(JAVA_LONG, ADDRESS);

  /** {@code long f(const struct attention *, long panels)} */
  private static final MethodHandle SIZE_OF_PANELS =
      Downcalls.returning(JAVA_LONG, ADDRESS, JAVA_LONG);

  /**
   * {@code void f(const struct attention *, long kv_head, long from, long to, float *, float *)}
   */
  private static final MethodHandle SPLIT =
      Downcalls.returningNothing(ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS);

  /** {@code void f(const struct attention *, long kv_head, float *partials, long stretches)} */
  private static final MethodHandle MERGE =
      Downcalls.returningNothing(ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG);

  /** {@code void f(const struct attention *, long kv_head, long from, long to, long, float *)} */
  private static final MethodHandle BLOCKED =
      Downcalls.returningNothing(ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS);

  static AttentionFunctions of(NativeLibrary library, Format format, Tier tier) {
    return new AttentionFunctions(
        library.find("attention_split", format, tier).orElseThrow(),
        library.find("attention_split_scratch", tier).orElseThrow(),
        library.find("attention_split_partial", tier).orElseThrow(),
        library.find("attention_split_merge", tier).orElseThrow(),
        library.find("attention_blocked", format, tier).orElseThrow(),
        library.find("attention_blocked_scratch", tier).orElseThrow(),
        integer(library, "attention_blocked_width", tier),
        integer(library, "attention_blocked_panels", tier));
  }

  private static int integer(NativeLibrary library, String name, Tier tier) {
    return NativeLibrary.integer(library.find(name, tier).orElseThrow());
  }

  /** Whether the kernels of a tier take the spec. */
  static Support supports(NativeLibrary library, Tier tier, AttentionSpec spec) {
    if (library.find("attention_lanes", tier).isEmpty()) {
      return Support.no("attention has no kernels of its own at " + tier.symbol());
    }
    int lanes = integer(library, "attention_lanes", tier);
    return Math.min(spec.keyDim(), spec.valueDim()) >= lanes
        ? Support.yes()
        : Support.no("heads must be at least %d wide at %s".formatted(lanes, tier.symbol()));
  }

  /** Floats of a thread's buffers. */
  long splitScratch(MemorySegment attention) {
    return size(splitScratch, attention);
  }

  /** Floats of the unfinished results of one stretch. */
  long splitPartial(MemorySegment attention) {
    return size(splitPartial, attention);
  }

  private static long size(MemorySegment function, MemorySegment attention) {
    try {
      return (long) SIZE.invokeExact(function, attention);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** Positions {@code from} to {@code to - 1} for the rows of a key-value head. */
  void split(
      MemorySegment attention,
      long kvHead,
      long from,
      long to,
      MemorySegment scratch,
      MemorySegment partial) {
    try {
      SPLIT.invokeExact(split, attention, kvHead, from, to, scratch, partial);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  void merge(MemorySegment attention, long kvHead, MemorySegment partials, long stretches) {
    try {
      MERGE.invokeExact(splitMerge, attention, kvHead, partials, stretches);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** Floats of a thread's buffers for blocks of {@code count} panels. */
  long blockedScratch(MemorySegment attention, long count) {
    try {
      return (long) SIZE_OF_PANELS.invokeExact(blockedScratch, attention, count);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** Rows {@code from} to {@code to - 1} of a key-value head, at most {@code count} panels. */
  void blocked(
      MemorySegment attention, long kvHead, long from, long to, long count, MemorySegment scratch) {
    try {
      BLOCKED.invokeExact(blocked, attention, kvHead, from, to, count, scratch);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
