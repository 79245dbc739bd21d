package assay.datasets;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects a file's tensors and refuses what doesn't fit: names, sizes, places. */
public final class TensorTable {

  private final Path file;
  private final MemorySegment bytes;
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

  /**
   * @param bytes the whole file
   */
  public TensorTable(Path file, MemorySegment bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /**
   * Bytes that a tensor of this shape takes.
   *
   * @param at where the file says so
   */
  public long bytesOf(String name, long at, StoredType type, List<Long> shape) {
    long columns = shape.isEmpty() ? 1 : shape.getLast();
    if (columns % type.blockElements() != 0) {
      throw wrong(
          at,
          name,
          "has rows of %d elements, not a multiple of the %s block of %d"
              .formatted(columns, type, type.blockElements()));
    }
    long elements = 1;
    for (long axis : shape) {
      if (axis < 0) {
        throw wrong(at, name, "has a negative extent, %d".formatted(axis));
      }
      if (axis != 0 && elements > Long.MAX_VALUE / axis) {
        throw wrong(at, name, "has a shape whose product overflows: " + shape);
      }
      elements *= axis;
    }
    long product = elements;
    // Rows count too where there are none of them: readers ask for a row's size first.
    return type.bytesFor(columns)
        .flatMap(row -> type.bytesFor(product))
        .orElseThrow(() -> wrong(at, name, "has a size that overflows: " + shape));
  }

  /**
   * Adds a tensor whose bytes start at {@code offset} in the file.
   *
   * @param at where the file declares it
   */
  public void add(
      String name, long at, StoredType type, List<Long> shape, long offset, long length) {
    if (offset < 0 || offset > bytes.byteSize() || length > bytes.byteSize() - offset) {
      throw wrong(
          at,
          name,
          "lies at bytes %d to %s, beyond the file's %d bytes"
              .formatted(
                  offset,
                  offset < 0 || offset + length < 0 ? "?" : String.valueOf(offset + length),
                  bytes.byteSize()));
    }
    StoredTensor tensor =
        new StoredTensor(name, type, shape, offset, bytes.asSlice(offset, length));
    if (tensors.put(name, tensor) != null) {
      throw wrong(at, name, "is declared twice");
    }
  }

  /** All tensors, once none overlaps another. */
  public List<StoredTensor> finish() {
    List<StoredTensor> inFile = new ArrayList<>(tensors.values());
    inFile.removeIf(tensor -> tensor.data().byteSize() == 0);
    inFile.sort(Comparator.comparingLong(StoredTensor::offset));
    for (int i = 1; i < inFile.size(); i++) {
      StoredTensor before = inFile.get(i - 1);
      StoredTensor tensor = inFile.get(i);
      if (before.offset() + before.data().byteSize() > tensor.offset()) {
        throw wrong(
            tensor.offset(),
            tensor.name(),
            "overlaps tensor " + TextSafety.printable(before.name()));
      }
    }
    return List.copyOf(tensors.values());
  }

  private TensorFileException wrong(long at, String name, String reason) {
    return TensorFileException.at(file, at, "tensor " + name, reason);
  }
}
