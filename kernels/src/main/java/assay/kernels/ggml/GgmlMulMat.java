package assay.kernels.ggml;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Tensor;
import assay.kernels.binding.GuardedOutput;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/** {@code MUL_MAT}: weights in the device's buffer type, activations and result in plain memory. */
final class GgmlMulMat implements GgmlOperation {

  private final GgmlLibrary library;
  private final Arithmetic arithmetic;
  private final Map<String, String> details;
  private final GgmlContext stored;
  private final GgmlContext work;
  private final MemorySegment weights;
  private final MemorySegment activations;
  private final MemorySegment result;

  GgmlMulMat(GgmlLibrary library, MatmulSpec spec, MemorySegment bufferType) {
    this.library = library;
    stored = new GgmlContext(library);
    work = new GgmlContext(library);
    try {
      weights = stored.tensor(spec.stored(), spec.k(), spec.m(), 1);
      stored.allocate(bufferType);
      activations = work.tensor(Format.F32, spec.k(), spec.n(), 1);
      result = work.result(() -> library.tensors().mulMat(work.pointer(), weights, activations));
      work.allocate(library.devices().defaultBufferType(library.cpu().device()));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    arithmetic = library.cpu().arithmetic(spec.stored());
    details =
        Map.of(
            "weights in", library.devices().bufferTypeName(bufferType),
            "activations as", arithmetic.activations().text());
  }

  @Override
  public MemorySegment result() {
    return result;
  }

  @Override
  public GuardedOutput output() {
    return work.output();
  }

  @Override
  public MemorySegment graph() {
    return work.graph();
  }

  @Override
  public void upload(Inputs inputs) {
    var matmul = (Inputs.Matmul) inputs;
    fill(weights, matmul.weights());
    fill(activations, matmul.activations());
  }

  private void fill(MemorySegment tensor, Tensor data) {
    library.devices().upload(tensor, data.data().asSlice(0, data.byteSize()));
  }

  @Override
  public Map<String, String> details() {
    return details;
  }

  @Override
  public Arithmetic arithmetic() {
    return arithmetic;
  }

  @Override
  public void close() {
    work.close();
    stored.close();
  }
}
