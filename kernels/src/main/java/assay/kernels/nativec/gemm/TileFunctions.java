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
 * @param decode {@code void f(const uint8_t *row, long k, float *out)}, called by C alone
 */
record TileFunctions(
    int lanes,
    int tileRows,
    int tileVectors,
    MemorySegment decode,
    MemorySegment pack,
    MemorySegment scratchBytes,
    MemorySegment multiply) {

  /** {@code void f(const float *x, long k, long columns, long column, float *packed)} */
  private static final MethodHandle PACK =
      Downcalls.returningNothing(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  /** {@code size_t f(long rows, long columns)} */
  private static final MethodHandle SCRATCH_BYTES =
      Downcalls.returning(Downcalls.SIZE, JAVA_LONG, JAVA_LONG);

  /** See {@code gemm_multiply}. */
  private static final MethodHandle MULTIPLY =
      Downcalls.returningNothing(
          ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  /** Empty when the library cannot decode the format. */
  static Optional<TileFunctions> of(NativeLibrary library, Format format, Tier tier) {
    return library
        .find("decode", format, tier)
        .map(decode ->
            new TileFunctions(
                NativeLibrary.integer(library.find("gemm_lanes", tier).orElseThrow()),
                NativeLibrary.integer(library.find("gemm_tile_rows", tier).orElseThrow()),
                NativeLibrary.integer(library.find("gemm_tile_vectors", tier).orElseThrow()),
                decode,
                library.find("gemm_pack", tier).orElseThrow(),
                library.find("gemm_scratch_bytes", tier).orElseThrow(),
                library.find("gemm_multiply", tier).orElseThrow()));
  }

  /** Columns of a full panel. */
  int panel() {
    return tileVectors * lanes;
  }

  void pack(long x, long k, long columns, long column, long packed) {
    try {
      PACK.invokeExact(pack, x, k, columns, column, packed);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  long scratchBytes(long rows, long columns) {
    try {
      return (long) SCRATCH_BYTES.invokeExact(scratchBytes, rows, columns);
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
