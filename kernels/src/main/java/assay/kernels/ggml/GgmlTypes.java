package assay.kernels.ggml;

import static assay.kernels.binding.Downcalls.SIZE;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.Format;
import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** What the library knows of each format, held against what we know. */
final class GgmlTypes {

  /** {@code struct ggml_type_traits}: name, block, interleave, size, flag, to_float, from_float. */
  private static final long TRAITS_BYTES = 56;

  private static final long NAME_OFFSET = 0;
  private static final long BLOCK_OFFSET = 8;
  private static final long SIZE_OFFSET = 24;
  private static final long TO_FLOAT_OFFSET = 40;

  private static final MethodHandle NAME = Downcalls.returning(ADDRESS, JAVA_INT);
  private static final MethodHandle BLOCK = Downcalls.returning(JAVA_LONG, JAVA_INT);
  private static final MethodHandle BYTES = Downcalls.returning(SIZE, JAVA_INT);
  private static final MethodHandle TO_FLOAT =
      Downcalls.returningNothing(ADDRESS, ADDRESS, JAVA_LONG);

  private final MemorySegment name;
  private final MemorySegment block;
  private final MemorySegment bytes;
  private final MemorySegment traits;

  GgmlTypes(SharedLibrary base) throws UnusableLibraryException {
    name = base.require("ggml_type_name");
    block = base.require("ggml_blck_size");
    bytes = base.require("ggml_type_size");
    traits = base.require("ggml_get_type_traits");
    for (Format format : Format.values()) {
      check(format, base);
    }
  }

  private void check(Format format, SharedLibrary base) throws UnusableLibraryException {
    requireSame(base, format, "name", format.text(), name(format));
    requireSame(base, format, "block", (long) format.blockElements(), block(format));
    requireSame(base, format, "block size", (long) format.blockBytes(), bytes(format));
    MemorySegment struct = traits(format);
    String traitsName = Downcalls.string(struct.get(ADDRESS, NAME_OFFSET));
    requireSame(base, format, "name in ggml_type_traits", format.text(), traitsName);
    requireSame(
        base,
        format,
        "block in ggml_type_traits",
        (long) format.blockElements(),
        struct.get(JAVA_LONG, BLOCK_OFFSET));
    requireSame(
        base,
        format,
        "block size in ggml_type_traits",
        (long) format.blockBytes(),
        struct.get(JAVA_LONG, SIZE_OFFSET));
  }

  private static void requireSame(
      SharedLibrary base, Format format, String what, Object expected, Object found)
      throws UnusableLibraryException {
    if (!expected.equals(found)) {
      throw new UnusableLibraryException(
          "%s differs from the ggml that Assay knows: the %s of %s is %s, not %s"
              .formatted(base.path(), what, format, found, expected));
    }
  }

  /** The function that decodes a row to float32, or empty where ggml has none. */
  Optional<MemorySegment> toFloat(Format format) {
    return Optional.of(traits(format).get(ADDRESS, TO_FLOAT_OFFSET))
        .filter(pointer -> !Downcalls.isNull(pointer));
  }

  /** Calls what {@link #toFloat} returned. */
  static void decode(
      MemorySegment function, MemorySegment source, MemorySegment destination, long count) {
    try {
      TO_FLOAT.invokeExact(function, source, destination, count);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private String name(Format format) {
    return Downcalls.string(pointer(name, format));
  }

  private MemorySegment traits(Format format) {
    return pointer(traits, format).reinterpret(TRAITS_BYTES);
  }

  private long block(Format format) {
    try {
      return (long) BLOCK.invokeExact(block, format.ggmlId());
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private long bytes(Format format) {
    try {
      return (long) BYTES.invokeExact(bytes, format.ggmlId());
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private static MemorySegment pointer(MemorySegment function, Format format) {
    try {
      return (MemorySegment) NAME.invokeExact(function, format.ggmlId());
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
