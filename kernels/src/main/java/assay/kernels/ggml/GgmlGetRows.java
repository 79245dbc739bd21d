package assay.kernels.ggml;

import assay.kernels.Arithmetic;
import assay.kernels.DequantSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;

/** {@code GET_ROWS} of every row in order: how ggml decodes inside a model. */
final class GgmlGetRows implements GgmlOperation {

  private final GgmlLibrary library;
  private final DequantSpec spec;
  private final GgmlPlace place;
  private final GgmlContext context;
  private final MemorySegment source;
  private final MemorySegment indices;
  private final MemorySegment result;

  GgmlGetRows(GgmlLibrary library, DequantSpec spec, GgmlPlace place) {
    this.library = library;
    this.spec = spec;
    this.place = place;
    context = new GgmlContext(library);
    source = context.tensor(spec.stored(), spec.k(), spec.m(), 1);
    indices = context.tensor(Format.I32, spec.m(), 1, 1);
    result = context.result(() -> library.tensors().getRows(context.pointer(), source, indices));
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
    Tensor stored = ((Inputs.Dequant) inputs).source();
    library.devices().upload(source, stored.data().asSlice(0, stored.byteSize()));
    int[] rows = new int[Math.toIntExact(spec.m())];
    Arrays.setAll(rows, row -> row);
    library.devices().upload(indices, MemorySegment.ofArray(rows));
  }

  @Override
  public Map<String, String> details() {
    String by =
        place.gpu().isPresent()
            ? "GET_ROWS of all rows"
            : "GET_ROWS of all rows, to which ggml gives one thread";
    return Map.of("decoded by", by);
  }

  @Override
  public Arithmetic arithmetic() {
    return Arithmetic.FLOAT32;
  }

  @Override
  public void close() {
    context.close();
  }
}
