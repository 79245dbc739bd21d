package assay.kernels.onnxruntime;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

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
 * ONNX's own {@code Attention} over a whole cache, head after head; a mask only where it is needed.
 *
 * <p>Its {@code is_causal} lets query i see keys 0 to i, which is ours only when the queries are
 * the whole context.
 */
final class OrtAttention implements OrtOperation {

  @Override
  public String name() {
    return "OrtAttention";
  }

  @Override
  public Support supports(Spec spec) {
    if (!(spec instanceof AttentionSpec attention)) {
      return Support.no("Attention is for attention");
    }
    if (attention.stored() != Format.F32) {
      return Support.no(
          "Attention has queries and cache of one format, f32, not a cache of "
              + attention.stored());
    }
    if (attention.sinks()) {
      return Support.no("Attention has no sinks");
    }
    return attention.softCap() > 0 && mask(attention) == Mask.TENSOR
        ? Support.no("Attention caps the score after it has been masked")
        : Support.yes();
  }

  private enum Mask {
    NONE,
    CAUSAL,
    TENSOR
  }

  private static Mask mask(AttentionSpec spec) {
    boolean hidesFuture = spec.endVisible(0) < spec.context();
    boolean hidesPast = spec.firstVisible(spec.n() - 1) > 0;
    if (!hidesFuture && !hidesPast) {
      return Mask.NONE;
    }
    boolean whole = spec.n() == spec.context();
    return whole && !hidesPast && spec.softCap() == 0 ? Mask.CAUSAL : Mask.TENSOR;
  }

  @Override
  public void layOut(Spec spec, Inputs inputs, OrtGraph graph) {
    var attention = (AttentionSpec) spec;
    var given = (Inputs.Attention) inputs;
    long heads = attention.heads();
    long kvHeads = attention.kvHeads();
    long n = attention.n();
    long context = attention.context();
    var operands = new ArrayList<>(List.of("q", "k", "v"));
    var attributes = new TreeMap<String, Number>();
    attributes.put("scale", (float) (1 / Math.sqrt(attention.keyDim())));
    attributes.put("is_causal", mask(attention) == Mask.CAUSAL ? 1 : 0);
    if (attention.softCap() > 0) {
      attributes.put("softcap", (float) attention.softCap());
    }
    if (mask(attention) == Mask.TENSOR) {
      operands.add("mask");
      MemorySegment hidden = graph.allocate(OnnxType.FLOAT, n, context);
      fill(attention, hidden);
      graph.input("mask", OnnxType.FLOAT, hidden, n, context);
    }
    graph
        .input("q", OnnxType.FLOAT, data(given.query(), graph), 1, heads, n, attention.keyDim())
        .input(
            "k", OnnxType.FLOAT, data(given.keys(), graph), 1, kvHeads, context, attention.keyDim())
        .input(
            "v",
            OnnxType.FLOAT,
            data(given.values(), graph),
            1,
            kvHeads,
            context,
            attention.valueDim())
        .result(OnnxType.FLOAT, 1, heads, n, attention.valueDim())
        .node("", "Attention", operands, List.of(RESULT), attributes);
  }

  private static MemorySegment data(Tensor tensor, OrtGraph graph) {
    return OffHeap.of(tensor.data(), graph.arena());
  }

  private static void fill(AttentionSpec spec, MemorySegment hidden) {
    for (long i = 0; i < spec.n(); i++) {
      for (long position = 0; position < spec.context(); position++) {
        boolean visible = spec.firstVisible(i) <= position && position < spec.endVisible(i);
        hidden.setAtIndex(
            JAVA_FLOAT, i * spec.context() + position, visible ? 0 : Float.NEGATIVE_INFINITY);
      }
    }
  }

  @Override
  public void read(Spec spec, OrtGraph graph, float[] destination) {
    var attention = (AttentionSpec) spec;
    Results.byQuery(
        graph.result().data(),
        (int) attention.heads(),
        (int) attention.n(),
        (int) attention.valueDim(),
        destination);
  }

  @Override
  public Map<String, String> details(Spec spec) {
    return Map.of(
        "mask",
        switch (mask((AttentionSpec) spec)) {
          case NONE -> "none, every position is visible";
          case CAUSAL -> "is_causal";
          case TENSOR -> "f32";
        },
        "cache",
        "read in place");
  }
}
