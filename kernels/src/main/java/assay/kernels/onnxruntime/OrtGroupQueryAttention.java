package assay.kernels.onnxruntime;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.kernels.AttentionSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.Tensor;
import assay.kernels.binding.OffHeap;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code com.microsoft.GroupQueryAttention}, which models for generation are exported with.
 *
 * <p>It appends the keys and values of the n new tokens to the cache, then attends. Past and
 * present are bound to the same memory, so that only these n rows are written at each call, always
 * with the same values.
 */
final class OrtGroupQueryAttention implements OrtOperation {

  /** Heads of another width fail when they run, not before. */
  private static final int WIDTH = 8;

  @Override
  public String name() {
    return "OrtGroupQueryAttention";
  }

  @Override
  public Support supports(Spec spec) {
    if (!(spec instanceof AttentionSpec attention)) {
      return Support.no("GroupQueryAttention is for attention");
    }
    if (attention.stored() == Format.F16) {
      return Support.no(
          "with an f16 cache GroupQueryAttention takes the query and gives the result in float16,"
              + " too; the spec has them in f32");
    }
    if (attention.stored() != Format.F32) {
      return Support.no("GroupQueryAttention has a cache of f32, not " + attention.stored());
    }
    if (!attention.causal()) {
      return Support.no("GroupQueryAttention is causal");
    }
    if (attention.keyDim() % WIDTH != 0) {
      return Support.no(
          "GroupQueryAttention has heads whose width is a multiple of %d, not %d"
              .formatted(WIDTH, attention.keyDim()));
    }
    return attention.keyDim() != attention.valueDim()
        ? Support.no("GroupQueryAttention has keys and values of one width")
        : Support.yes();
  }

  @Override
  public void layOut(Spec spec, Inputs inputs, OrtGraph graph) {
    var attention = (AttentionSpec) spec;
    var given = (Inputs.Attention) inputs;
    long n = attention.n();
    long width = attention.heads() * attention.keyDim();
    graph
        .input("query", OnnxType.FLOAT, queries(attention, given.query(), graph), 1, n, width)
        .result(OnnxType.FLOAT, 1, n, width);
    cache("key", given.keys(), attention, graph);
    cache("value", given.values(), attention, graph);
    counts(attention, graph);
    var operands =
        new ArrayList<>(
            List.of("query", "key", "value", "past_key", "past_value", "seqlens_k", "total"));
    if (attention.sinks()) {
      operands.addAll(List.of("", "", "", "", "sinks"));
      MemorySegment sinks = OffHeap.of(given.sinks().orElseThrow().data(), graph.arena());
      graph.weight("sinks", OnnxType.FLOAT, sinks, attention.heads());
    }
    graph.node(
        OrtGraph.MICROSOFT,
        "GroupQueryAttention",
        operands,
        List.of(RESULT, "present_key", "present_value"),
        attributes(attention));
  }

  private static Map<String, Number> attributes(AttentionSpec spec) {
    var attributes = new TreeMap<String, Number>();
    attributes.put("num_heads", spec.heads());
    attributes.put("kv_num_heads", spec.kvHeads());
    attributes.put("scale", (float) (1 / Math.sqrt(spec.keyDim())));
    if (spec.window() > 0) {
      attributes.put("local_window_size", spec.window());
    }
    if (spec.softCap() > 0) {
      attributes.put("softcap", (float) spec.softCap());
    }
    return attributes;
  }

  /** One sequence: its last position, and how long it is. */
  private static void counts(AttentionSpec spec, OrtGraph graph) {
    MemorySegment last = graph.allocate(OnnxType.INT32, 1);
    last.set(JAVA_INT, 0, (int) spec.context() - 1);
    MemorySegment total = graph.allocate(OnnxType.INT32);
    total.set(JAVA_INT, 0, (int) spec.context());
    graph.input("seqlens_k", OnnxType.INT32, last, 1).input("total", OnnxType.INT32, total);
  }

  private static void cache(String name, Tensor given, AttentionSpec spec, OrtGraph graph) {
    OnnxType type = OnnxType.FLOAT;
    long[] shape = {1, spec.kvHeads(), spec.context(), spec.keyDim()};
    MemorySegment whole = graph.allocate(type, shape);
    whole.copyFrom(given.data().asSlice(0, given.byteSize()));
    MemorySegment added = graph.allocate(type, spec.n(), spec.kvHeads(), spec.keyDim());
    for (long i = 0; i < spec.n(); i++) {
      for (long head = 0; head < spec.kvHeads(); head++) {
        MemorySegment row = given.row(head * spec.context() + spec.context() - spec.n() + i);
        MemorySegment.copy(
            row, 0, added, (i * spec.kvHeads() + head) * row.byteSize(), row.byteSize());
      }
    }
    graph
        .input(name, type, added, 1, spec.n(), spec.kvHeads() * spec.keyDim())
        .input("past_" + name, type, whole, shape)
        .output("present_" + name, type, whole, shape);
  }

  /** From head after head to token after token. */
  private static MemorySegment queries(AttentionSpec spec, Tensor given, OrtGraph graph) {
    MemorySegment queries = graph.allocate(OnnxType.FLOAT, spec.n(), spec.heads(), spec.keyDim());
    for (long head = 0; head < spec.heads(); head++) {
      for (long i = 0; i < spec.n(); i++) {
        MemorySegment row = given.row(head * spec.n() + i);
        MemorySegment.copy(
            row, 0, queries, (i * spec.heads() + head) * row.byteSize(), row.byteSize());
      }
    }
    return queries;
  }

  @Override
  public Map<String, String> details(Spec spec) {
    return Map.of("cache", "past and present in the same memory; n rows are written at each call");
  }
}
