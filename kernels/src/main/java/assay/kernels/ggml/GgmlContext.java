package assay.kernels.ggml;

import assay.kernels.Format;
import assay.kernels.KernelUnavailableException;
import assay.kernels.binding.Downcalls;
import assay.kernels.binding.GuardedOutput;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;

/** Descriptions of tensors and the one buffer that holds their data. */
final class GgmlContext implements AutoCloseable {

  /** One result and its inputs, with room to spare. */
  private static final long MAX_TENSORS = 16;

  private final GgmlLibrary library;
  private final MemorySegment context;
  private MemorySegment buffer = MemorySegment.NULL;
  private MemorySegment before;
  private MemorySegment result;
  private MemorySegment after;
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

  /**
   * The tensor that {@code operation} describes, between two that only show whether it wrote
   * beyond: a buffer holds its tensors in the order of their descriptions.
   */
  MemorySegment result(Supplier<MemorySegment> operation) {
    before = guard();
    result = operation.get();
    after = guard();
    return result;
  }

  private MemorySegment guard() {
    return tensor(Format.F32, GuardedOutput.GUARD / Float.BYTES, 1, 1);
  }

  /** The data of the result where the host can reach it, as soon as it is allocated. */
  GuardedOutput output() {
    GgmlTensors tensors = library.tensors();
    return GuardedOutput.between(tensors.data(before), tensors.data(result), tensors.data(after));
  }

  /** The result in a device's own memory, as soon as it is allocated. */
  GgmlDeviceOutput deviceOutput() {
    return new GgmlDeviceOutput(library, before, result, after);
  }

  /** What the tensors described so far will take. */
  long bytes(MemorySegment bufferType) {
    return library.devices().sizeToAllocate(context, bufferType);
  }

  /** Allocates all tensors described so far; the pages are only touched when they are filled. */
  void allocate(MemorySegment bufferType) {
    buffer = library.devices().allocate(context, bufferType);
    if (Downcalls.isNull(buffer)) {
      throw new KernelUnavailableException(
          "ggml", "not enough memory in " + library.devices().bufferTypeName(bufferType));
    }
  }

  MemorySegment graph() {
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
