package assay.kernels.nativec.rows;

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
 * The C function of one format and tier.
 *
 * <p>Matrices go as bare addresses: slices of segments would be objects, one for each call.
 */
sealed interface RowsFunction {

  /**
   * Multiplies {@code rows} rows of W with n columns of X; result r of column c goes to {@code y[c
   * * m + r]}.
   */
  void multiply(long w, long rowBytes, long rows, long k, long x, int n, long y, long m);

  /** Empty when the library can neither multiply the format nor decode it. */
  static Optional<RowsFunction> of(NativeLibrary library, Format format, Tier tier) {
    Optional<RowsFunction> stored = library.find("rows_multiply", format, tier).map(AsStored::new);
    return stored.or(() ->
        library
            .find("decode", format, tier)
            .map(decode -> new Decoded(library.find("rows_decode", tier).orElseThrow(), decode)));
  }

  /** Weights are widened as they are loaded. */
  record AsStored(MemorySegment function) implements RowsFunction {

    private static final MethodHandle CALL =
        Downcalls.returningNothing(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);

    @Override
    public void multiply(long w, long rowBytes, long rows, long k, long x, int n, long y, long m) {
      try {
        CALL.invokeExact(function, w, rowBytes, rows, k, x, n, y, m);
      } catch (Throwable thrown) {
        throw Downcalls.failed(thrown);
      }
    }
  }

  /**
   * Weights are decoded a piece of a row at a time.
   *
   * @param decode {@code void f(const uint8_t *row, long k, float *out)}, called by C alone
   */
  record Decoded(MemorySegment function, MemorySegment decode) implements RowsFunction {

    private static final MethodHandle CALL =
        Downcalls.returningNothing(
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG,
            JAVA_LONG);

    @Override
    public void multiply(long w, long rowBytes, long rows, long k, long x, int n, long y, long m) {
      try {
        CALL.invokeExact(function, decode, w, rowBytes, rows, k, x, n, y, m);
      } catch (Throwable thrown) {
        throw Downcalls.failed(thrown);
      }
    }
  }
}
