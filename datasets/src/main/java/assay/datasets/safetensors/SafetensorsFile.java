package assay.datasets.safetensors;

import assay.datasets.MetadataValue;
import assay.datasets.StoredTensor;
import assay.datasets.TensorFile;
import assay.datasets.TensorFileException;
import assay.datasets.TensorTable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A safetensors file. */
public final class SafetensorsFile implements TensorFile {

  private static final ValueLayout.OfLong LE_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** The reference implementation's limit. */
  private static final long LONGEST_HEADER = 100_000_000;

  private final Path path;
  private final long size;
  private final Runnable closer;
  private final Map<String, MetadataValue> metadata = new LinkedHashMap<>();
  private final List<StoredTensor> tensors;

  private SafetensorsFile(Path path, MemorySegment bytes, Runnable closer) {
    this.path = path;
    this.size = bytes.byteSize();
    this.closer = closer;
    long length = bytes.get(LE_LONG, 0);
    if (length < 2 || length > LONGEST_HEADER) {
      throw TensorFileException.at(
          path,
          0,
          "header length",
          "is %s; it must be from 2 to %d"
              .formatted(Long.toUnsignedString(length), LONGEST_HEADER));
    }
    if (length > size - 8) {
      throw TensorFileException.at(
          path, 0, "header length", "is %d, but only %d bytes follow".formatted(length, size - 8));
    }
    TensorTable table = new TensorTable(path, bytes);
    new HeaderReader(path, bytes.asSlice(8, length), table, metadata).read();
    this.tensors = table.finish();
    requireNoGaps(8 + length);
  }

  /**
   * Reads the header; called by {@code TensorFiles}.
   *
   * @param bytes the whole file
   * @param closer releases {@code bytes}
   */
  public static SafetensorsFile read(Path path, MemorySegment bytes, Runnable closer) {
    return new SafetensorsFile(path, bytes, closer);
  }

  private void requireNoGaps(long start) {
    long end = start;
    List<StoredTensor> inFile =
        tensors.stream()
            .filter(tensor -> tensor.data().byteSize() > 0)
            .sorted(java.util.Comparator.comparingLong(StoredTensor::offset))
            .toList();
    for (StoredTensor tensor : inFile) {
      if (tensor.offset() != end) {
        throw TensorFileException.at(
            path, end, "data", "belongs to no tensor up to byte %d".formatted(tensor.offset()));
      }
      end += tensor.data().byteSize();
    }
    if (end != size) {
      throw TensorFileException.at(
          path, end, "data", "belongs to no tensor up to the end, byte %d".formatted(size));
    }
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public String container() {
    return "safetensors";
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Map<String, MetadataValue> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  @Override
  public List<StoredTensor> tensors() {
    return tensors;
  }

  @Override
  public void close() {
    closer.run();
  }
}
