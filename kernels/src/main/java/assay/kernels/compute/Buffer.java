package assay.kernels.compute;

/**
 * A range of memory that a kernel is given.
 *
 * @param offset a multiple of {@link Limits#offsetAlignment}
 * @param bytes at most {@link Limits#largestRange}
 */
public record Buffer(ComputeMemory memory, long offset, long bytes) {

  public Buffer {
    if (offset < 0 || bytes < 0 || offset > memory.bytes() - bytes) {
      throw new IndexOutOfBoundsException(
          "%d bytes from %d on, of %d on the device".formatted(bytes, offset, memory.bytes()));
    }
  }
}
