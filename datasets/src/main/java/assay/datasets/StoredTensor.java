package assay.datasets;

import assay.kernels.Tensor;
import assay.kernels.format.Codecs;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * A tensor in a file.
 *
 * @param shape outermost first, as in NumPy; empty for a single number
 * @param offset of the first byte in the file
 * @param data exactly the tensor's bytes, readable until the file is closed
 */
public record StoredTensor(
    String name, StoredType type, List<Long> shape, long offset, MemorySegment data) {

  public StoredTensor {
    shape = List.copyOf(shape);
  }

  /** Elements of the innermost axis. */
  public long columns() {
    return shape.isEmpty() ? 1 : shape.getLast();
  }

  /** Product of all axes but the innermost. */
  public long rows() {
    long rows = 1;
    for (int axis = 0; axis < shape.size() - 1; axis++) {
      rows *= shape.get(axis);
    }
    return rows;
  }

  public long elements() {
    return rows() * columns();
  }

  /** What kernels can work on: empty for types that no kernel reads. */
  public Optional<Tensor> asTensor() {
    return type.format().map(format -> new Tensor(format, rows(), columns(), data));
  }

  /**
   * Decodes part of one row to float32.
   *
   * @param start first column, at a block boundary
   * @param count columns, a whole number of blocks
   */
  public void decode(long row, long start, float[] destination, int count) {
    long rowBytes = type.bytesFor(columns()).orElseThrow();
    long at = row * rowBytes + type.bytesFor(start).orElseThrow();
    if (type.format().isPresent()) {
      Codecs.of(type.format().get()).decode(data, at, destination, 0, count);
    } else {
      OtherTypes.decode(type, data, at, destination, count);
    }
  }

  /** One whole row as float32. */
  public float[] row(long index) {
    float[] row = new float[Math.toIntExact(columns())];
    decode(index, 0, row, row.length);
    return row;
  }
}
