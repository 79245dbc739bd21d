package assay.kernels.onnxruntime;

import assay.kernels.binding.GuardedOutput;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model with the memory of everything that goes in and out of it.
 *
 * <p>Field numbers are those of {@code onnx.proto} (onnx/onnx, Apache-2.0). A weight is declared as
 * data outside the model, so the model stays small whatever the weights weigh: protobuf ends at 2
 * GiB.
 */
final class OrtGraph {

  /** Operators of Microsoft's own domain. */
  static final String MICROSOFT = "com.microsoft";

  /** The first with {@code Attention}; blocks in {@code DequantizeLinear} came with 21. */
  private static final int OPSET = 23;

  private static final int IR_VERSION = 11;

  private static final long CACHE_LINE = 64;

  private static final int ATTRIBUTE_FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int DATA_IS_EXTERNAL = 1;

  /** What the session gets to see of a value. */
  enum Role {
    INPUT,
    /** Known when the session is made, so that it may be packed. */
    WEIGHT,
    OUTPUT
  }

  /**
   * @param shape empty for a scalar
   */
  record Value(Role role, String name, OnnxType type, long[] shape, MemorySegment data) {}

  private final Arena arena;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final List<ProtoWriter> nodes = new ArrayList<>();
  private GuardedOutput result;

  /**
   * @param arena for outputs and for what must be copied; lives longer than the session
   */
  OrtGraph(Arena arena) {
    this.arena = arena;
  }

  /** Zeroed memory for a value. */
  MemorySegment allocate(OnnxType type, long... shape) {
    return arena.allocate(type.bytesFor(elements(shape)), CACHE_LINE);
  }

  Arena arena() {
    return arena;
  }

  OrtGraph input(String name, OnnxType type, MemorySegment data, long... shape) {
    return value(Role.INPUT, name, type, data, shape);
  }

  OrtGraph weight(String name, OnnxType type, MemorySegment data, long... shape) {
    return value(Role.WEIGHT, name, type, data, shape);
  }

  /** An output over memory that is there already, as a cache is that grows in place. */
  OrtGraph output(String name, OnnxType type, MemorySegment data, long... shape) {
    return value(Role.OUTPUT, name, type, data, shape);
  }

  /** The output that is the result. */
  OrtGraph result(OnnxType type, long... shape) {
    result = new GuardedOutput(type.bytesFor(elements(shape)), arena);
    return output(OrtOperation.RESULT, type, result.data(), shape);
  }

  GuardedOutput result() {
    return result;
  }

  private OrtGraph value(Role role, String name, OnnxType type, MemorySegment data, long[] shape) {
    MemorySegment exact = data.asSlice(0, type.bytesFor(elements(shape)));
    values.put(name, new Value(role, name, type, shape.clone(), exact));
    return this;
  }

  /**
   * Adds an operator.
   *
   * @param inputs names; an empty one leaves an optional input out
   * @param attributes {@link Long} or {@link Float}
   */
  OrtGraph node(
      String domain,
      String operator,
      List<String> inputs,
      List<String> outputs,
      Map<String, Number> attributes) {
    var node = new ProtoWriter();
    inputs.forEach(name -> node.text(1, name));
    outputs.forEach(name -> node.text(2, name));
    // Names are unique in a graph.
    node.text(3, operator + nodes.size()).text(4, operator);
    attributes.forEach((name, value) -> node.message(5, attribute(name, value)));
    nodes.add(node.text(7, domain));
    return this;
  }

  private static ProtoWriter attribute(String name, Number value) {
    var attribute = new ProtoWriter().text(1, name);
    return value instanceof Float real
        ? attribute.real(2, real).number(20, ATTRIBUTE_FLOAT)
        : attribute.number(3, value.longValue()).number(20, ATTRIBUTE_INT);
  }

  List<Value> values(Role role) {
    return values.values().stream().filter(value -> value.role == role).toList();
  }

  /** The serialized {@code ModelProto}. */
  byte[] model() {
    var graph = new ProtoWriter();
    nodes.forEach(node -> graph.message(1, node));
    graph.text(2, "assay");
    values(Role.WEIGHT).forEach(weight -> graph.message(5, initializer(weight)));
    values(Role.INPUT).forEach(input -> graph.message(11, declaration(input)));
    values(Role.OUTPUT).forEach(output -> graph.message(12, declaration(output)));
    return new ProtoWriter()
        .number(1, IR_VERSION)
        .text(2, "assay")
        .message(7, graph)
        .message(8, new ProtoWriter().text(1, "").number(2, OPSET))
        .message(8, new ProtoWriter().text(1, MICROSOFT).number(2, 1))
        .toBytes();
  }

  private static ProtoWriter initializer(Value weight) {
    var tensor = new ProtoWriter();
    for (long extent : weight.shape) {
      tensor.number(1, extent);
    }
    return tensor
        .number(2, weight.type.id())
        .text(8, weight.name)
        .message(13, new ProtoWriter().text(1, "location").text(2, weight.name))
        .number(14, DATA_IS_EXTERNAL);
  }

  private static ProtoWriter declaration(Value value) {
    var shape = new ProtoWriter();
    for (long extent : value.shape) {
      shape.message(1, new ProtoWriter().number(1, extent));
    }
    var tensor = new ProtoWriter().number(1, value.type.id()).message(2, shape);
    return new ProtoWriter().text(1, value.name).message(2, new ProtoWriter().message(1, tensor));
  }

  private static long elements(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
