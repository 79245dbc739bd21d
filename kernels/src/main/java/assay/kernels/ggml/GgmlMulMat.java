package assay.kernels.ggml;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/** {@code MUL_MAT}: weights in the device's buffer type, activations and result in plain memory. */
final class GgmlMulMat implements GgmlOperation {

  private final GgmlLibrary library;
  private final MatmulSpec spec;
  private final GgmlPlace place;
  private final GgmlContext stored;
  private final GgmlContext work;
  private final MemorySegment weights;
  private final MemorySegment activations;
  private final MemorySegment result;

  GgmlMulMat(GgmlLibrary library, MatmulSpec spec, GgmlPlace place) {
    this.library = library;
    this.spec = spec;
    this.place = place;
    stored = new GgmlContext(library);
    work = new GgmlContext(library);
    weights = stored.tensor(spec.stored(), spec.k(), spec.m(), 1);
    activations = work.tensor(Format.F32, spec.k(), spec.n(), 1);
    result = work.result(() -> library.tensors().mulMat(work.pointer(), weights, activations));
  }

  @Override
  public MemorySegment result() {
    return result;
  }

  @Override
  public GgmlContext context() {
    return work;
  }

  @Override
  public long bytes() {
    return stored.bytes(place.weights()) + work.bytes(place.plain());
  }

  @Override
  public void allocate() {
    stored.allocate(place.weights());
    work.allocate(place.plain());
  }

  @Override
  public void upload(Inputs inputs) {
    var matmul = (Inputs.Matmul) inputs;
    fill(weights, matmul.weights());
    fill(activations, matmul.activations());
  }

  /** Fills the activations only. */
  void uploadActivations(MemorySegment values) {
    library.devices().upload(activations, values);
  }

  private void fill(MemorySegment tensor, Tensor data) {
    library.devices().upload(tensor, data.data().asSlice(0, data.byteSize()));
  }

  @Override
  public Map<String, String> details() {
    return Map.of("weights in", library.devices().bufferTypeName(place.weights()));
  }

  @Override
  public Arithmetic arithmetic() {
    return library.cpu().arithmetic(spec.stored());
  }

  @Override
  public void close() {
    work.close();
    stored.close();
  }
}
