package assay.kernels.ggml;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import assay.kernels.Arithmetic;
import assay.kernels.AttentionSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/** {@code FLASH_ATTN_EXT}, with a mask only where a query must not see the whole context. */
final class GgmlFlashAttn implements GgmlOperation {

  private static final short NEGATIVE_INFINITY_F16 = (short) 0xfc00;
  private static final short ZERO_F16 = 0;

  private final GgmlLibrary library;
  private final AttentionSpec spec;
  private final GgmlPlace place;
  private final boolean masked;
  private final GgmlContext context;
  private final MemorySegment query;
  private final MemorySegment keys;
  private final MemorySegment values;
  private final MemorySegment mask;
  private final MemorySegment sinks;
  private final MemorySegment result;

  GgmlFlashAttn(GgmlLibrary library, AttentionSpec spec, GgmlPlace place) {
    this.library = library;
    this.spec = spec;
    this.place = place;
    masked = hidesSomething(spec);
    context = new GgmlContext(library);
    query = context.tensor(Format.F32, spec.keyDim(), spec.n(), spec.heads());
    keys = context.tensor(spec.stored(), spec.keyDim(), spec.context(), spec.kvHeads());
    values = context.tensor(spec.stored(), spec.valueDim(), spec.context(), spec.kvHeads());
    mask = masked ? context.tensor(Format.F16, spec.context(), spec.n(), 1) : MemorySegment.NULL;
    sinks = spec.sinks() ? context.tensor(Format.F32, spec.heads(), 1, 1) : MemorySegment.NULL;
    result = context.result(this::attention);
  }

  private MemorySegment attention() {
    float scale = (float) (1 / Math.sqrt(spec.keyDim()));
    MemorySegment attention =
        library
            .tensors()
            .flashAttn(context.pointer(), query, keys, values, mask, scale, (float) spec.softCap());
    if (spec.sinks()) {
      library.tensors().addSinks(attention, sinks);
    }
    return attention;
  }

  private static boolean hidesSomething(AttentionSpec spec) {
    return spec.firstVisible(spec.n() - 1) > 0 || spec.endVisible(0) < spec.context();
  }

  @Override
  public MemorySegment result() {
    return result;
  }

  @Override
  public GgmlContext context() {
    return context;
  }

  @Override
  public long bytes() {
    return context.bytes(place.plain());
  }

  @Override
  public void allocate() {
    context.allocate(place.plain());
  }

  @Override
  public void upload(Inputs inputs) {
    var attention = (Inputs.Attention) inputs;
    fill(query, attention.query());
    fill(keys, attention.keys());
    fill(values, attention.values());
    attention.sinks().filter(given -> spec.sinks()).ifPresent(given -> fill(sinks, given));
    if (masked) {
      fillMask();
    }
  }

  private void fill(MemorySegment tensor, Tensor data) {
    library.devices().upload(tensor, data.data().asSlice(0, data.byteSize()));
  }

  private void fillMask() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(library.tensors().byteSize(mask), Short.BYTES);
      for (long i = 0; i < spec.n(); i++) {
        long first = spec.firstVisible(i);
        long end = spec.endVisible(i);
        for (long position = 0; position < spec.context(); position++) {
          boolean visible = first <= position && position < end;
          data.setAtIndex(
              JAVA_SHORT,
              i * spec.context() + position,
              visible ? ZERO_F16 : NEGATIVE_INFINITY_F16);
        }
      }
      library.devices().upload(mask, data);
    }
  }

  @Override
  public Map<String, String> details() {
    return Map.of("mask", masked ? "f16" : "none, every position is visible");
  }

  /**
   * With an F16 cache the weighted values are summed in F16, but for the prefill path, which uses
   * float32; which path is taken is ggml's affair, so the coarser one counts.
   */
  @Override
  public Arithmetic arithmetic() {
    Arithmetic dots = library.cpu().arithmetic(spec.stored());
    return spec.stored() == Format.F16 ? dots.withAccumulator(Format.F16) : dots;
  }

  @Override
  public void close() {
    context.close();
  }
}
