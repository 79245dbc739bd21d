package assay.kernels.ggml;

import assay.kernels.Format;
import assay.kernels.KernelUnavailableException;
import assay.kernels.binding.Downcalls;
import java.lang.foreign.MemorySegment;

/** Descriptions of tensors and the one buffer that holds their data. */
final class GgmlContext implements AutoCloseable {

  /** One result and its inputs, with room to spare. */
  private static final long MAX_TENSORS = 16;

  private final GgmlLibrary library;
  private final MemorySegment context;
  private MemorySegment buffer = MemorySegment.NULL;
  private boolean closed;

  GgmlContext(GgmlLibrary library) {
    this.library = library;
    GgmlTensors tensors = library.tensors();
    context =
        tensors.init(MAX_TENSORS * tensors.tensorOverhead() + tensors.graphOverhead(MAX_TENSORS));
  }

  MemorySegment pointer() {
    return context;
  }

  /** A tensor whose fastest extent is ne0. */
  MemorySegment tensor(Format format, long ne0, long ne1, long ne2) {
    return library.tensors().newTensor(context, format.ggmlId(), ne0, ne1, ne2);
  }

  /** Allocates all tensors described so far; the pages are only touched when they are filled. */
  void allocate(MemorySegment bufferType) {
    buffer = library.devices().allocate(context, bufferType);
    if (Downcalls.isNull(buffer)) {
      throw new KernelUnavailableException(
          "ggml", "not enough memory in " + library.devices().bufferTypeName(bufferType));
    }
  }

  MemorySegment graphOf(MemorySegment result) {
    MemorySegment graph = library.tensors().newGraph(context, MAX_TENSORS);
    library.tensors().expand(graph, result);
    return graph;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!Downcalls.isNull(buffer)) {
      library.devices().freeBuffer(buffer);
    }
    library.tensors().free(context);
  }
}
