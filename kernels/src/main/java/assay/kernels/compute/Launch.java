package assay.kernels.compute;

import java.util.Arrays;
import java.util.List;

/**
 * One start of a kernel with all that it needs.
 *
 * @param groups how many; the kernel finds more than that where they are folded into two
 *     directions, and looks at the number of its group
 * @param buffers by number: the first is written, the others are only read
 * @param scalars the words of the kernel's {@code SCALARS}
 */
public record Launch(
    ComputeFunction function, long groups, List<Buffer> buffers, List<Integer> scalars) {

  /** The words of scalars that every device takes. */
  private static final int MOST_SCALARS = 32;

  public Launch {
    buffers = List.copyOf(buffers);
    scalars = List.copyOf(scalars);
    if (groups < 1 || scalars.isEmpty() || scalars.size() > MOST_SCALARS) {
      throw new IllegalArgumentException(
          "a launch of %d groups with %d scalars".formatted(groups, scalars.size()));
    }
  }

  /**
   * @param scalars integers that fit 32 bits, signed or not, and floats
   */
  public static Launch of(
      ComputeFunction function, long groups, List<Buffer> buffers, Object... scalars) {
    return new Launch(function, groups, buffers, Arrays.stream(scalars).map(Launch::word).toList());
  }

  /**
   * @param groupsInOneDirection of {@link Limits#groups}
   * @return groups in the first direction
   */
  public long groupsX(long groupsInOneDirection) {
    return Math.min(groups, groupsInOneDirection);
  }

  /** Groups in the second direction. */
  public long groupsY(long groupsInOneDirection) {
    return Math.ceilDiv(groups, groupsX(groupsInOneDirection));
  }

  /** A word of an integer that fits 32 bits, signed or not, or of a float. */
  static int word(Object value) {
    return switch (value) {
      case Integer number -> number;
      case Float number -> Float.floatToRawIntBits(number);
      case Long number when number == (int) (long) number || number >>> Integer.SIZE == 0 ->
          (int) (long) number;
      default -> throw new IllegalArgumentException("no scalar of a kernel: " + value);
    };
  }
}
