package assay.kernels;

import java.lang.foreign.MemorySegment;

/**
 * A stored matrix: rows of {@code columns} elements, contiguous, row after row.
 *
 * <p>Little-endian, in the layout of {@code format}. The memory belongs to whoever made it; kernels
 * only read it, from any thread (so it is never confined).
 *
 * @param data at least {@code rows * format.bytesFor(columns)} bytes
 */
public record Tensor(Format format, long rows, long columns, MemorySegment data) {

  public Tensor {
    long bytes = Math.multiplyExact(rows, format.bytesFor(columns));
    if (rows < 0 || data.byteSize() < bytes) {
      throw new IllegalArgumentException(
          "a %s tensor of %d x %d needs %d bytes, but only %d are there"
              .formatted(format, rows, columns, bytes, data.byteSize()));
    }
  }

  public long rowBytes() {
    return format.bytesFor(columns);
  }

  public long elements() {
    return rows * columns;
  }

  public long byteSize() {
    return rows * rowBytes();
  }

  /** The bytes of one row. */
  public MemorySegment row(long index) {
    return data.asSlice(index * rowBytes(), rowBytes());
  }
}
