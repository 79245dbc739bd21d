package assay.kernels.compute;

import java.util.List;
import java.util.function.Function;

/**
 * One way to cut the work of a kernel; all ways of one kernel come to the same result but for the
 * order of sums.
 *
 * @param text for the record, {@code "64x16, groups of 128"}; another for each way
 * @param module the kernel, filled in for it
 * @param localBytes of memory that a group shares
 * @param launches of a run with the module's function
 */
public record Tile(
    String text, Module module, int localBytes, Function<ComputeFunction, List<Launch>> launches) {

  /** The power of two from a size on: sizes between two of them share a choice. */
  public static long sizeClass(long size) {
    return size <= 1 ? size : Long.highestOneBit(size - 1) << 1;
  }

  boolean fits(Limits limits) {
    return module.group() <= limits.groupSize() && localBytes <= limits.localBytes();
  }
}
