package assay.datasets.safetensors;

import assay.datasets.MetadataValue;
import assay.datasets.StoredType;
import assay.datasets.TensorFileException;
import assay.datasets.TensorTable;
import assay.kernels.Format;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the JSON header token by token: an object of objects, nothing deeper, nothing else.
 *
 * <p>Streaming, so that a header of a hundred megabytes of brackets costs no memory.
 */
final class HeaderReader {

  /** The header follows a 64-bit length. */
  private static final int HEADER_START = 8;

  private static final int MOST_AXES = 64;

  private final Path file;
  private final MemorySegment header;
  private final TensorTable table;
  private final Map<String, MetadataValue> metadata;
  private JsonParser json;

  HeaderReader(
      Path file, MemorySegment header, TensorTable table, Map<String, MetadataValue> metadata) {
    this.file = file;
    this.header = header;
    this.table = table;
    this.metadata = metadata;
  }

  void read() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNameLength(1 << 16)
                    .maxStringLength(1 << 24)
                    .maxNumberLength(20)
                    .build())
            .build();
    try (JsonParser parser =
        factory.createParser(ObjectReadContext.empty(), new SegmentStream(header))) {
      json = parser;
      expect(JsonToken.START_OBJECT, "header", "is not a JSON object");
      while (json.nextToken() != JsonToken.END_OBJECT) {
        entry();
      }
      if (json.nextToken() != null) {
        throw wrong("header", "goes on after its JSON object");
      }
    } catch (JacksonException e) {
      throw wrong("header", "is not valid JSON: " + e.getOriginalMessage());
    }
  }

  private void entry() {
    String name = json.currentName();
    long at = offset();
    if (name.equals("__metadata__")) {
      texts();
    } else {
      tensor(name, at);
    }
  }

  private void texts() {
    expect(JsonToken.START_OBJECT, "__metadata__", "is not an object");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      expect(JsonToken.VALUE_STRING, "__metadata__ " + key, "is not a text");
      if (metadata.put(key, MetadataValue.text(json.getString())) != null) {
        throw wrong("__metadata__ " + key, "occurs twice");
      }
    }
  }

  private void tensor(String name, long at) {
    String field = "tensor " + name;
    expect(JsonToken.START_OBJECT, field, "is not an object");
    Optional<StoredType> type = Optional.empty();
    List<Long> shape = null;
    List<Long> offsets = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      boolean again =
          switch (key) {
            case "dtype" -> type.isPresent();
            case "shape" -> shape != null;
            case "data_offsets" -> offsets != null;
            default -> throw wrong(field, "has an unknown field " + key);
          };
      if (again) {
        throw wrong(field, "has %s twice".formatted(key));
      }
      switch (key) {
        case "dtype" -> type = Optional.of(type(field));
        case "shape" -> shape = numbers("shape of " + field, MOST_AXES);
        default -> offsets = numbers("data_offsets of " + field, 2);
      }
    }
    if (type.isEmpty() || shape == null || offsets == null) {
      throw wrong(field, "lacks one of dtype, shape, data_offsets");
    }
    add(name, at, type.get(), shape, offsets);
  }

  private void add(String name, long at, StoredType type, List<Long> shape, List<Long> offsets) {
    String field = "data_offsets of tensor " + name;
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw TensorFileException.at(
          file, at, field, "must be a start and an end after it, not " + offsets);
    }
    long length = offsets.get(1) - offsets.get(0);
    long needed = table.bytesOf(name, at, type, shape);
    if (length != needed) {
      throw TensorFileException.at(
          file,
          at,
          field,
          "span %d bytes, but a %s tensor of shape %s takes %d"
              .formatted(length, type, shape, needed));
    }
    // Both are non-negative, so an overflow shows as a negative sum, which the table refuses.
    table.add(name, at, type, shape, HEADER_START + header.byteSize() + offsets.get(0), length);
  }

  private StoredType type(String field) {
    expect(JsonToken.VALUE_STRING, "dtype of " + field, "is not a text");
    String dtype = json.getString();
    return switch (dtype) {
      case "F64" -> StoredType.of(Format.F64);
      case "F32" -> StoredType.of(Format.F32);
      case "F16" -> StoredType.of(Format.F16);
      case "BF16" -> StoredType.of(Format.BF16);
      case "F8_E4M3" -> StoredType.F8_E4M3;
      case "F8_E5M2" -> StoredType.F8_E5M2;
      case "I8" -> StoredType.of(Format.I8);
      case "I16" -> StoredType.of(Format.I16);
      case "I32" -> StoredType.of(Format.I32);
      case "I64" -> StoredType.I64;
      case "U8" -> StoredType.U8;
      case "U16" -> StoredType.U16;
      case "U32" -> StoredType.U32;
      case "U64" -> StoredType.U64;
      case "BOOL" -> StoredType.BOOL;
      default ->
          throw wrong(
              "dtype of " + field, "is unknown: " + assay.datasets.TextSafety.printable(dtype));
    };
  }

  private List<Long> numbers(String field, int most) {
    expect(JsonToken.START_ARRAY, field, "is not a list");
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || numbers.size() == most) {
        throw wrong(field, "is not a list of at most %d whole numbers".formatted(most));
      }
      long value = json.getLongValue();
      if (value < 0) {
        throw wrong(field, "has a negative number, %d".formatted(value));
      }
      numbers.add(value);
    }
    return numbers;
  }

  private void expect(JsonToken token, String field, String reason) {
    if (json.nextToken() != token) {
      throw wrong(field, reason);
    }
  }

  private long offset() {
    return HEADER_START + Math.max(0, json.currentTokenLocation().getByteOffset());
  }

  private TensorFileException wrong(String field, String reason) {
    return TensorFileException.at(file, json == null ? HEADER_START : offset(), field, reason);
  }
}
