package assay.kernels.nativec.gemm;

import static java.lang.foreign.ValueLayout.ADDRESS;
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
 * <p>Matrices go as bare addresses: a slice of a segment for every call is an object for every call
 * unless the JIT compiler removes it, and with this many arguments it does not.
 *
 * @param lanes columns of X in a vector
 * @param tileRows rows of W in a register tile
 * @param tileVectors vectors of X in it
 * @param decode {@code void f(const uint8_t *row, long k, void *out)}, called by C alone
 */
record TileFunctions(
    int lanes,
    int tileRows,
    int tileVectors,
    MemorySegment decode,
    MemorySegment packedBytes,
    MemorySegment pack,
    MemorySegment scratchBytes,
    MemorySegment multiply) {

  /** {@code void f(const float *x, long k, long columns, long column, void *packed)} */
  private static final MethodHandle PACK =
      Downcalls.returningNothing(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  /** {@code size_t f(long k, long columns)}, {@code size_t f(long rows, long columns)} */
  private static final MethodHandle BYTES =
      Downcalls.returning(Downcalls.SIZE, JAVA_LONG, JAVA_LONG);

  /** See {@code gemm_tile.h}. */
  private static final MethodHandle MULTIPLY =
      Downcalls.returningNothing(
          ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  /** Of the tile in float32; empty when the library cannot decode the format. */
  static Optional<TileFunctions> float32(NativeLibrary library, Format format, Tier tier) {
    return of(library, "gemm", "decode", format, tier);
  }

  /** Of the tile in bfloat16; empty when the library has none, or none for the format. */
  static Optional<TileFunctions> bfloat16(NativeLibrary library, Format format, Tier tier) {
    return of(library, "gemm_bf16", "gemm_bf16_copy", format, tier);
  }

  private static Optional<TileFunctions> of(
      NativeLibrary library, String prefix, String decoder, Format format, Tier tier) {
    return library
        .find(decoder, format, tier)
        .map(decode ->
            new TileFunctions(
                NativeLibrary.integer(find(library, prefix, "lanes", tier)),
                NativeLibrary.integer(find(library, prefix, "tile_rows", tier)),
                NativeLibrary.integer(find(library, prefix, "tile_vectors", tier)),
                decode,
                find(library, prefix, "packed_bytes", tier),
                find(library, prefix, "pack", tier),
                find(library, prefix, "scratch_bytes", tier),
                find(library, prefix, "multiply", tier)));
  }

  private static MemorySegment find(NativeLibrary library, String prefix, String name, Tier tier) {
    return library.find(prefix + "_" + name, tier).orElseThrow();
  }

  /** Columns of a full panel. */
  int panel() {
    return tileVectors * lanes;
  }

  /** Bytes that {@code columns} columns of X take when they are packed. */
  long packedBytes(long k, long columns) {
    return bytes(packedBytes, k, columns);
  }

  /** Bytes of scratch for a block of that size. */
  long scratchBytes(long rows, long columns) {
    return bytes(scratchBytes, rows, columns);
  }

  private static long bytes(MemorySegment function, long first, long second) {
    try {
      return (long) BYTES.invokeExact(function, first, second);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  void pack(long x, long k, long columns, long column, long packed) {
    try {
      PACK.invokeExact(pack, x, k, columns, column, packed);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  void multiply(
      long w,
      long rowBytes,
      long rows,
      long k,
      long packed,
      long packedColumns,
      long column,
      long columns,
      long scratch,
      long y,
      long m) {
    try {
      MULTIPLY.invokeExact(
          multiply,
          decode,
          w,
          rowBytes,
          rows,
          k,
          packed,
          packedColumns,
          column,
          columns,
          scratch,
          y,
          m);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
