package assay.kernels.nativec.int8;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.Format;
import assay.kernels.binding.Downcalls;
import assay.kernels.nativec.NativeLibrary;
import assay.kernels.nativec.Tier;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The C functions of one format and tier.
 *
 * @param lanes rows of a group
 * @param tile columns of a full tile
 */
record Int8Functions(
    int lanes,
    int tile,
    MemorySegment groupBytes,
    MemorySegment pack,
    MemorySegment multiply,
    MemorySegment quantizedBytes,
    MemorySegment quantize) {

  /** {@code size_t f(long k)} */
  private static final MethodHandle GROUP_BYTES = Downcalls.returning(Downcalls.SIZE, JAVA_LONG);

  /** {@code void f(const uint8_t *rows, long row_bytes, int count, long k, uint8_t *group)} */
  private static final MethodHandle PACK =
      Downcalls.returningNothing(ADDRESS, JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS);

  /**
   * {@code void f(const uint8_t *group, const uint32_t *x, long k, int columns, float *y, long)}
   */
  private static final MethodHandle MULTIPLY =
      Downcalls.returningNothing(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);

  /** {@code size_t f(long k, int columns)} */
  private static final MethodHandle QUANTIZED_BYTES =
      Downcalls.returning(Downcalls.SIZE, JAVA_LONG, JAVA_INT);

  /**
   * {@code void f(const float *x, long stride, int used, int columns, long k, long from, long to,
   * uint32_t *tile)}
   */
  private static final MethodHandle QUANTIZE =
      Downcalls.returningNothing(
          ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS);

  /** Empty when the library has no such kernel. */
  static Optional<Int8Functions> of(NativeLibrary library, Format format, Tier tier) {
    return library
        .find("int8_multiply", format, tier)
        .map(multiply ->
            new Int8Functions(
                NativeLibrary.integer(library.find("int8_lanes", tier).orElseThrow()),
                NativeLibrary.integer(library.find("int8_tile", tier).orElseThrow()),
                library.find("int8_group_bytes", format, tier).orElseThrow(),
                library.find("int8_pack", format, tier).orElseThrow(),
                multiply,
                library.find("int8_x_bytes", tier).orElseThrow(),
                library.find("int8_quantize", tier).orElseThrow()));
  }

  long groupBytes(long k) {
    try {
      return (long) GROUP_BYTES.invokeExact(groupBytes, k);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  void pack(MemorySegment rows, long rowBytes, int count, long k, MemorySegment group) {
    try {
      PACK.invokeExact(pack, rows, rowBytes, count, k, group);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  void multiply(
      MemorySegment group, MemorySegment x, long k, int columns, MemorySegment y, long stride) {
    try {
      MULTIPLY.invokeExact(multiply, group, x, k, columns, y, stride);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** Bytes of a tile of {@code columns} columns. */
  long quantizedBytes(long k, int columns) {
    try {
      return (long) QUANTIZED_BYTES.invokeExact(quantizedBytes, k, columns);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** Elements {@code from} to {@code to} of a tile. */
  void quantize(
      MemorySegment x,
      long stride,
      int used,
      int columns,
      long k,
      long from,
      long to,
      MemorySegment tile) {
    try {
      QUANTIZE.invokeExact(quantize, x, stride, used, columns, k, from, to, tile);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
