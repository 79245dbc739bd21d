package assay.datasets.gguf;

import assay.datasets.MetadataType;
import assay.datasets.MetadataValue;
import assay.datasets.StoredTensor;
import assay.datasets.StoredType;
import assay.datasets.TensorFile;
import assay.datasets.TensorTable;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A GGUF file of version 2 or 3, little-endian. */
public final class GgufFile implements TensorFile {

  static final String ALIGNMENT_KEY = "general.alignment";
  static final int DEFAULT_ALIGNMENT = 32;

  /** ggml's own limits. */
  private static final int MAX_DIMENSIONS = 4;

  private static final int LONGEST_KEY = 65_535;

  /** A hundred times the largest vocabulary; keeps a crafted file from taking minutes. */
  private static final long MOST_TEXTS = 1 << 25;

  /** Key length, type, and a value of one byte. */
  private static final int LEAST_PAIR = 8 + 4 + 1;

  /** Name length, number of dimensions, type, offset. */
  private static final int LEAST_TENSOR = 8 + 4 + 4 + 8;

  private final Path path;
  private final MemorySegment bytes;
  private final Runnable closer;
  private final long version;
  private final Map<String, MetadataValue> metadata;
  private final List<StoredTensor> tensors;

  private GgufFile(Path path, MemorySegment bytes, Runnable closer) {
    this.path = path;
    this.bytes = bytes;
    this.closer = closer;
    Cursor cursor = new Cursor(path, bytes, 4);
    this.version = version(cursor);
    long tensorCount = cursor.count("tensor count", LEAST_TENSOR);
    long pairCount = cursor.count("metadata count", LEAST_PAIR);
    this.metadata = metadata(cursor, pairCount);
    this.tensors = tensors(cursor, tensorCount);
  }

  /**
   * Reads the header; called by {@code TensorFiles}, which has checked the magic.
   *
   * @param bytes the whole file
   * @param closer releases {@code bytes}
   */
  public static GgufFile read(Path path, MemorySegment bytes, Runnable closer) {
    return new GgufFile(path, bytes, closer);
  }

  private static long version(Cursor cursor) {
    long at = cursor.at();
    long version = cursor.u32("version");
    if (version == 2 || version == 3) {
      return version;
    }
    if (version == 1) {
      throw cursor.wrong(at, "version", "is 1, which is no longer in use; convert the file again");
    }
    boolean swapped = (version & 0xFFFF) == 0;
    throw cursor.wrong(
        at,
        "version",
        swapped
            ? "is that of a big-endian file, which can't be read here"
            : "is %d; versions 2 and 3 can be read".formatted(version));
  }

  private static Map<String, MetadataValue> metadata(Cursor cursor, long count) {
    Map<String, MetadataValue> metadata = new LinkedHashMap<>();
    for (long i = 0; i < count; i++) {
      long at = cursor.at();
      String key = cursor.name("metadata key " + i, LONGEST_KEY);
      if (metadata.put(key, value(cursor, key)) != null) {
        throw cursor.wrong(at, "metadata key " + key, "occurs twice");
      }
    }
    return Collections.unmodifiableMap(metadata);
  }

  private static MetadataType type(Cursor cursor, String key) {
    long at = cursor.at();
    long id = cursor.u32("type of " + key);
    return MetadataType.ofGgufId(id)
        .orElseThrow(() -> cursor.wrong(at, "type of " + key, "is unknown: " + id));
  }

  private static MetadataValue value(Cursor cursor, String key) {
    MetadataType type = type(cursor, key);
    return switch (type) {
      case TEXT -> {
        long length = cursor.count("length of " + key, 1);
        yield new MetadataValue(type, false, 1, cursor.slice(key, length));
      }
      case ARRAY -> array(cursor, key);
      default -> new MetadataValue(type, false, 1, cursor.slice(key, type.bytes()));
    };
  }

  private static MetadataValue array(Cursor cursor, String key) {
    long at = cursor.at();
    MetadataType type = type(cursor, key);
    if (type == MetadataType.ARRAY) {
      throw cursor.wrong(at, "type of " + key, "is an array of arrays, which GGUF readers refuse");
    }
    long count = cursor.count("length of " + key, type == MetadataType.TEXT ? 8 : type.bytes());
    if (type != MetadataType.TEXT) {
      return new MetadataValue(type, true, count, cursor.slice(key, count * type.bytes()));
    }
    if (count > MOST_TEXTS) {
      throw cursor.wrong(
          at, "length of " + key, "is %d, more than the %d allowed".formatted(count, MOST_TEXTS));
    }
    Cursor start = cursor.copy();
    for (long i = 0; i < count; i++) {
      cursor.slice(key, cursor.count("length of an element of " + key, 1));
    }
    return new MetadataValue(type, true, count, start.slice(key, cursor.at() - start.at()));
  }

  /** One tensor's entry, before its place in the file is known. */
  private record Entry(String name, long at, StoredType type, List<Long> shape, long offset) {}

  private List<StoredTensor> tensors(Cursor cursor, long count) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (long i = 0; i < count; i++) {
      Entry entry = entry(cursor, i);
      if (entries.put(entry.name(), entry) != null) {
        throw cursor.wrong(entry.at(), "tensor " + entry.name(), "is declared twice");
      }
    }
    long alignment = alignment(cursor);
    long start = (cursor.at() + alignment - 1) / alignment * alignment;
    TensorTable table = new TensorTable(path, bytes);
    for (Entry entry : entries.values()) {
      if (entry.offset() % alignment != 0) {
        throw cursor.wrong(
            entry.at(),
            "offset of tensor " + entry.name(),
            "is %d, not a multiple of the alignment %d".formatted(entry.offset(), alignment));
      }
      long length = table.bytesOf(entry.name(), entry.at(), entry.type(), entry.shape());
      table.add(
          entry.name(), entry.at(), entry.type(), entry.shape(), start + entry.offset(), length);
    }
    return table.finish();
  }

  private static Entry entry(Cursor cursor, long index) {
    long at = cursor.at();
    String name = cursor.name("name of tensor " + index, LONGEST_KEY);
    String field = "tensor " + name;
    long dimensions = cursor.u32("dimensions of " + field);
    if (dimensions > MAX_DIMENSIONS) {
      throw cursor.wrong(
          cursor.at() - 4,
          "dimensions of " + field,
          "is %d, more than the %d allowed".formatted(dimensions, MAX_DIMENSIONS));
    }
    List<Long> shape = new ArrayList<>();
    for (long axis = 0; axis < dimensions; axis++) {
      // GGUF lists the innermost axis first.
      shape.addFirst(cursor.u64("extent of " + field));
    }
    long typeAt = cursor.at();
    long id = cursor.u32("type of " + field);
    StoredType type =
        StoredType.ofGgmlId(id)
            .orElseThrow(() -> cursor.wrong(typeAt, "type of " + field, "is unknown: " + id));
    return new Entry(name, at, type, shape, cursor.u64("offset of " + field));
  }

  private long alignment(Cursor cursor) {
    MetadataValue value = metadata.get(ALIGNMENT_KEY);
    if (value == null) {
      return DEFAULT_ALIGNMENT;
    }
    OptionalLong alignment = value.asLong();
    if (alignment.isEmpty()
        || alignment.getAsLong() < 1
        || alignment.getAsLong() > 1 << 20
        || Long.bitCount(alignment.getAsLong()) != 1) {
      throw cursor.wrong(
          cursor.at(), ALIGNMENT_KEY, "is %s, not a power of two up to 2^20".formatted(value));
    }
    return alignment.getAsLong();
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public String container() {
    return "GGUF v" + version;
  }

  @Override
  public long size() {
    return bytes.byteSize();
  }

  @Override
  public Map<String, MetadataValue> metadata() {
    return metadata;
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
