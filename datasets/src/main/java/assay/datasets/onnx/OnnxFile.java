package assay.datasets.onnx;

import assay.datasets.MetadataValue;
import assay.datasets.StoredTensor;
import assay.datasets.StoredType;
import assay.datasets.TensorFile;
import assay.datasets.TensorFileException;
import assay.datasets.TensorTable;
import assay.kernels.Format;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The float initializers of an ONNX model.
 *
 * <p>A matrix that feeds a MatMul node is stored as k x m, the transpose of what {@code MatmulSpec}
 * calls W; exporters name such matrices {@code onnx::MatMul_N}.
 */
public final class OnnxFile implements TensorFile {

  // Field numbers of ModelProto, GraphProto and TensorProto.
  private static final int MODEL_PRODUCER = 2;
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_INITIALIZER = 5;
  private static final int TENSOR_DIMS = 1;
  private static final int TENSOR_TYPE = 2;
  private static final int TENSOR_FLOATS = 4;
  private static final int TENSOR_NAME = 8;
  private static final int TENSOR_RAW = 9;

  private static final int FLOAT = 1;
  private static final int FLOAT16 = 10;
  private static final int MOST_AXES = 16;
  private static final int LONGEST_NAME = 1 << 16;

  private final Path path;
  private final MemorySegment bytes;
  private final Runnable closer;
  private final Map<String, MetadataValue> metadata = new LinkedHashMap<>();
  private final List<StoredTensor> tensors;

  private OnnxFile(Path path, MemorySegment bytes, Runnable closer) {
    this.path = path;
    this.bytes = bytes;
    this.closer = closer;
    TensorTable table = new TensorTable(path, bytes);
    boolean graphs = false;
    WireReader model = new WireReader(path, bytes, 0, bytes.byteSize());
    while (model.next()) {
      if (model.field() == MODEL_GRAPH && model.isBytes()) {
        graphs = true;
        graph(model.message(), table);
      } else if (model.field() == MODEL_PRODUCER && model.isBytes()) {
        metadata.put("producer", MetadataValue.text(text(model, "producer")));
      }
    }
    if (!graphs) {
      throw TensorFileException.at(path, 0, "graph", "is missing: this is no ONNX model");
    }
    this.tensors = table.finish();
  }

  /**
   * Reads the initializers; called by {@code TensorFiles}.
   *
   * @param bytes the whole file
   * @param closer releases {@code bytes}
   */
  public static OnnxFile read(Path path, MemorySegment bytes, Runnable closer) {
    return new OnnxFile(path, bytes, closer);
  }

  private void graph(WireReader graph, TensorTable table) {
    while (graph.next()) {
      if (graph.field() == GRAPH_INITIALIZER && graph.isBytes()) {
        initializer(graph.message(), graph.start(), table);
      }
    }
  }

  private void initializer(WireReader tensor, long at, TensorTable table) {
    List<Long> shape = new ArrayList<>();
    String name = "";
    long type = 0;
    long start = 0;
    long length = 0;
    while (tensor.next()) {
      switch (tensor.field()) {
        case TENSOR_DIMS -> dims(tensor, shape, at);
        case TENSOR_TYPE -> type = tensor.value();
        case TENSOR_NAME -> name = text(tensor, "tensor name");
        case TENSOR_FLOATS, TENSOR_RAW -> {
          start = tensor.start();
          length = tensor.isBytes() ? tensor.content().byteSize() : -1;
        }
        default -> {}
      }
    }
    if ((type == FLOAT || type == FLOAT16) && length > 0) {
      StoredType stored = StoredType.of(type == FLOAT ? Format.F32 : Format.F16);
      long needed = table.bytesOf(name, at, stored, shape);
      if (needed != length) {
        throw TensorFileException.at(
            path,
            start,
            "tensor " + name,
            "has %d bytes, but its shape %s takes %d".formatted(length, shape, needed));
      }
      table.add(name, at, stored, shape, start, length);
    }
  }

  private void dims(WireReader tensor, List<Long> shape, long at) {
    if (tensor.isVarint()) {
      shape.add(tensor.value());
    } else if (tensor.isBytes()) {
      WireReader packed = tensor.message();
      while (!packed.atEnd() && shape.size() <= MOST_AXES) {
        shape.add(packed.varint());
      }
    }
    if (shape.size() > MOST_AXES) {
      throw TensorFileException.at(path, at, "tensor shape", "has more than 16 axes");
    }
  }

  private String text(WireReader field, String name) {
    MemorySegment content = field.isBytes() ? field.content() : MemorySegment.NULL;
    if (content.byteSize() > LONGEST_NAME) {
      throw TensorFileException.at(path, field.start(), name, "is longer than 65536 bytes");
    }
    return new String(content.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public String container() {
    return "ONNX";
  }

  @Override
  public long size() {
    return bytes.byteSize();
  }

  @Override
  public Map<String, MetadataValue> metadata() {
    return java.util.Collections.unmodifiableMap(metadata);
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
