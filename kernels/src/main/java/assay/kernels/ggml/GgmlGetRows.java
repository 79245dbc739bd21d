package assay.kernels.ggml;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.kernels.Arithmetic;
import assay.kernels.DequantSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.Tensor;
import assay.kernels.binding.GuardedOutput;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/** {@code GET_ROWS} of every row in order: how ggml decodes inside a model, on one thread. */
final class GgmlGetRows implements GgmlOperation {

  private final GgmlLibrary library;
  private final DequantSpec spec;
  private final GgmlContext context;
  private final MemorySegment source;
  private final MemorySegment indices;
  private final MemorySegment result;

  GgmlGetRows(GgmlLibrary library, DequantSpec spec) {
    this.library = library;
    this.spec = spec;
    context = new GgmlContext(library);
    try {
      source = context.tensor(spec.stored(), spec.k(), spec.m(), 1);
      indices = context.tensor(Format.I32, spec.m(), 1, 1);
      result = context.result(() -> library.tensors().getRows(context.pointer(), source, indices));
      context.allocate(library.devices().defaultBufferType(library.cpu().device()));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public MemorySegment result() {
    return result;
  }

  @Override
  public GuardedOutput output() {
    return context.output();
  }

  @Override
  public MemorySegment graph() {
    return context.graph();
  }

  @Override
  public void upload(Inputs inputs) {
    Tensor stored = ((Inputs.Dequant) inputs).source();
    library.devices().upload(source, stored.data().asSlice(0, stored.byteSize()));
    MemorySegment rows = library.tensors().data(indices);
    for (int row = 0; row < spec.m(); row++) {
      rows.setAtIndex(JAVA_INT, row, row);
    }
  }

  @Override
  public Map<String, String> details() {
    return Map.of("decoded by", "GET_ROWS of all rows, to which ggml gives one thread");
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
