package assay.kernels.ggml;

import static assay.kernels.binding.Downcalls.SIZE;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Devices, buffers and computing of {@code ggml-backend.h}. */
final class GgmlDevices {

  private static final MethodHandle POINTER_OF = Downcalls.returning(ADDRESS, ADDRESS);
  private static final MethodHandle PAIR = Downcalls.returning(ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle INDEXED = Downcalls.returning(ADDRESS, ADDRESS, SIZE);
  private static final MethodHandle SIZE_OF = Downcalls.returning(SIZE, ADDRESS);
  private static final MethodHandle FLAG_OF = Downcalls.returning(JAVA_BOOLEAN, ADDRESS);
  private static final MethodHandle FLAG_OF_PAIR =
      Downcalls.returning(JAVA_BOOLEAN, ADDRESS, ADDRESS);
  private static final MethodHandle FREE = Downcalls.returningNothing(ADDRESS);
  private static final MethodHandle SET = Downcalls.returningNothing(ADDRESS, ADDRESS, SIZE, SIZE);
  private static final MethodHandle COMPUTE = Downcalls.returning(JAVA_INT, ADDRESS, ADDRESS);

  private final MemorySegment deviceCount;
  private final MemorySegment deviceAt;
  private final MemorySegment procAddress;
  private final MemorySegment description;
  private final MemorySegment start;
  private final MemorySegment stop;
  private final MemorySegment supportsOp;
  private final MemorySegment defaultBufferType;
  private final MemorySegment bufferTypeName;
  private final MemorySegment bufferTypeIsHost;
  private final MemorySegment allocate;
  private final MemorySegment freeBuffer;
  private final MemorySegment tensorSet;
  private final MemorySegment compute;

  GgmlDevices(SharedLibrary base) throws UnusableLibraryException {
    deviceCount = base.require("ggml_backend_reg_dev_count");
    deviceAt = base.require("ggml_backend_reg_dev_get");
    procAddress = base.require("ggml_backend_reg_get_proc_address");
    description = base.require("ggml_backend_dev_description");
    start = base.require("ggml_backend_dev_init");
    stop = base.require("ggml_backend_free");
    supportsOp = base.require("ggml_backend_dev_supports_op");
    defaultBufferType = base.require("ggml_backend_dev_buffer_type");
    bufferTypeName = base.require("ggml_backend_buft_name");
    bufferTypeIsHost = base.require("ggml_backend_buft_is_host");
    allocate = base.require("ggml_backend_alloc_ctx_tensors_from_buft");
    freeBuffer = base.require("ggml_backend_buffer_free");
    tensorSet = base.require("ggml_backend_tensor_set");
    compute = base.require("ggml_backend_graph_compute");
  }

  long deviceCount(MemorySegment registration) {
    try {
      return (long) SIZE_OF.invokeExact(deviceCount, registration);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  MemorySegment deviceAt(MemorySegment registration, long index) {
    try {
      return (MemorySegment) INDEXED.invokeExact(deviceAt, registration, index);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** A function that a backend offers by name, or NULL. */
  MemorySegment procAddress(MemorySegment registration, String name) {
    try (Arena arena = Arena.ofConfined()) {
      return pair(procAddress, registration, arena.allocateFrom(name));
    }
  }

  String description(MemorySegment device) {
    return Downcalls.string(pointerOf(description, device));
  }

  /** A backend on the device, NULL when it cannot start. */
  MemorySegment start(MemorySegment device) {
    return pair(start, device, MemorySegment.NULL);
  }

  void stop(MemorySegment backend) {
    free(stop, backend);
  }

  boolean supportsOp(MemorySegment device, MemorySegment result) {
    try {
      return (boolean) FLAG_OF_PAIR.invokeExact(supportsOp, device, result);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  MemorySegment defaultBufferType(MemorySegment device) {
    return pointerOf(defaultBufferType, device);
  }

  String bufferTypeName(MemorySegment bufferType) {
    return Downcalls.string(pointerOf(bufferTypeName, bufferType));
  }

  boolean isHost(MemorySegment bufferType) {
    try {
      return (boolean) FLAG_OF.invokeExact(bufferTypeIsHost, bufferType);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** Memory for every tensor of the context, NULL when there is not enough. */
  MemorySegment allocate(MemorySegment context, MemorySegment bufferType) {
    return pair(allocate, context, bufferType);
  }

  void freeBuffer(MemorySegment buffer) {
    free(freeBuffer, buffer);
  }

  /** Fills a whole tensor; some buffer types repack it on the way and take it only whole. */
  void upload(MemorySegment tensor, MemorySegment data) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source =
          data.isNative() ? data : arena.allocate(data.byteSize(), 64).copyFrom(data);
      SET.invokeExact(tensorSet, tensor, source, 0L, source.byteSize());
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** Computes and waits; 0 means success. */
  int compute(MemorySegment backend, MemorySegment graph) {
    try {
      return (int) COMPUTE.invokeExact(compute, backend, graph);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private static MemorySegment pair(
      MemorySegment function, MemorySegment first, MemorySegment second) {
    try {
      return (MemorySegment) PAIR.invokeExact(function, first, second);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private static MemorySegment pointerOf(MemorySegment function, MemorySegment subject) {
    try {
      return (MemorySegment) POINTER_OF.invokeExact(function, subject);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private static void free(MemorySegment function, MemorySegment subject) {
    try {
      FREE.invokeExact(function, subject);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
