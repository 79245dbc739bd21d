package assay.kernels.blas;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * What {@code armplversion(int *major, int *minor, int *patch, const char **tag)} of Arm
 * Performance Libraries fills in.
 *
 * @param isWide whether it wrote 64 bits for each number, as the library's integers then are
 */
record ArmplVersion(String text, boolean isWide) {

  private static final MethodHandle VERSION =
      Downcalls.returningNothing(ADDRESS, ADDRESS, ADDRESS, ADDRESS);

  /** What no version number has in its upper half. */
  private static final byte UNTOUCHED = (byte) 0xff;

  private static final int NUMBERS = 3;

  static ArmplVersion of(SharedLibrary library) {
    MemorySegment function = library.find("armplversion").orElseThrow();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment numbers = arena.allocate(NUMBERS * Long.BYTES, Long.BYTES).fill(UNTOUCHED);
      MemorySegment tag = arena.allocate(ADDRESS);
      VERSION.invokeExact(
          function, number(numbers, 0), number(numbers, 1), number(numbers, 2), tag);
      boolean isWide = number(numbers, 0).get(JAVA_INT, Integer.BYTES) == 0;
      String text =
          "%d.%d.%d"
              .formatted(
                  number(numbers, 0).get(JAVA_INT, 0),
                  number(numbers, 1).get(JAVA_INT, 0),
                  number(numbers, 2).get(JAVA_INT, 0));
      return new ArmplVersion(text, isWide);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private static MemorySegment number(MemorySegment numbers, int index) {
    return numbers.asSlice((long) index * Long.BYTES, Long.BYTES);
  }
}
