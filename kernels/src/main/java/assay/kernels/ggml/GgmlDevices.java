package assay.kernels.ggml;

import static assay.kernels.binding.Downcalls.SIZE;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Devices, buffers and computing of {@code ggml-backend.h}. */
final class GgmlDevices {

  /** {@code struct ggml_backend_dev_props} is 56 bytes; room for fields that later versions add. */
  private static final long PROPS_BYTES = 4096;

  private static final long DESCRIPTION_OFFSET = 8;
  private static final long TOTAL_OFFSET = 24;
  private static final long DEVICE_ID_OFFSET = 40;

  private static final MethodHandle POINTER_OF = Downcalls.returning(ADDRESS, ADDRESS);
  private static final MethodHandle PAIR = Downcalls.returning(ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle INDEXED = Downcalls.returning(ADDRESS, ADDRESS, SIZE);
  private static final MethodHandle SIZE_OF = Downcalls.returning(SIZE, ADDRESS);
  private static final MethodHandle FLAG_OF = Downcalls.returning(JAVA_BOOLEAN, ADDRESS);
  private static final MethodHandle FLAG_OF_PAIR =
      Downcalls.returning(JAVA_BOOLEAN, ADDRESS, ADDRESS);
  private static final MethodHandle CALL = Downcalls.returningNothing(ADDRESS);
  private static final MethodHandle COPY = Downcalls.returningNothing(ADDRESS, ADDRESS, SIZE, SIZE);
  private static final MethodHandle TO = Downcalls.returningNothing(ADDRESS, ADDRESS);
  private static final MethodHandle PAIR_OF = Downcalls.returningNothing(ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle SIZE_OF_PAIR = Downcalls.returning(SIZE, ADDRESS, ADDRESS);
  private static final MethodHandle COMPUTE = Downcalls.returning(JAVA_INT, ADDRESS, ADDRESS);

  private final MemorySegment deviceCount;
  private final MemorySegment deviceAt;
  private final MemorySegment procAddress;
  private final MemorySegment name;
  private final MemorySegment description;
  private final MemorySegment memory;
  private final MemorySegment properties;
  private final MemorySegment start;
  private final MemorySegment stop;
  private final MemorySegment supportsOp;
  private final MemorySegment defaultBufferType;
  private final MemorySegment bufferTypeName;
  private final MemorySegment bufferTypeIsHost;
  private final MemorySegment sizeToAllocate;
  private final MemorySegment allocate;
  private final MemorySegment freeBuffer;
  private final MemorySegment tensorSet;
  private final MemorySegment tensorGet;
  private final MemorySegment compute;
  private final MemorySegment enqueue;
  private final MemorySegment await;

  GgmlDevices(SharedLibrary base) throws UnusableLibraryException {
    deviceCount = base.require("ggml_backend_reg_dev_count");
    deviceAt = base.require("ggml_backend_reg_dev_get");
    procAddress = base.require("ggml_backend_reg_get_proc_address");
    name = base.require("ggml_backend_dev_name");
    description = base.require("ggml_backend_dev_description");
    memory = base.require("ggml_backend_dev_memory");
    properties = base.require("ggml_backend_dev_get_props");
    start = base.require("ggml_backend_dev_init");
    stop = base.require("ggml_backend_free");
    supportsOp = base.require("ggml_backend_dev_supports_op");
    defaultBufferType = base.require("ggml_backend_dev_buffer_type");
    bufferTypeName = base.require("ggml_backend_buft_name");
    bufferTypeIsHost = base.require("ggml_backend_buft_is_host");
    sizeToAllocate = base.require("ggml_backend_alloc_ctx_tensors_from_buft_size");
    allocate = base.require("ggml_backend_alloc_ctx_tensors_from_buft");
    freeBuffer = base.require("ggml_backend_buffer_free");
    tensorSet = base.require("ggml_backend_tensor_set");
    tensorGet = base.require("ggml_backend_tensor_get");
    compute = base.require("ggml_backend_graph_compute");
    enqueue = base.require("ggml_backend_graph_compute_async");
    await = base.require("ggml_backend_synchronize");
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

  /** As ggml numbers it, for instance {@code CUDA0}. */
  String name(MemorySegment device) {
    return Downcalls.string(pointerOf(name, device));
  }

  String description(MemorySegment device) {
    return Downcalls.string(pointerOf(description, device));
  }

  /** What the device has of memory, as its driver says just now. */
  Memory memory(MemorySegment device) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment free = arena.allocate(JAVA_LONG);
      MemorySegment total = arena.allocate(JAVA_LONG);
      PAIR_OF.invokeExact(memory, device, free, total);
      return new Memory(free.get(JAVA_LONG, 0), total.get(JAVA_LONG, 0));
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** Bytes of a device. */
  record Memory(long free, long total) {}

  /** As Linux writes it; empty for a device on no PCI bus, or a struct that Assay doesn't know. */
  String pciAddress(MemorySegment device) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment props = arena.allocate(PROPS_BYTES, 8);
      TO.invokeExact(properties, device, props);
      boolean known =
          Downcalls.string(props.get(ADDRESS, 0)).equals(name(device))
              && Downcalls.string(props.get(ADDRESS, DESCRIPTION_OFFSET))
                  .equals(description(device))
              && props.get(JAVA_LONG, TOTAL_OFFSET) == memory(device).total();
      return known ? Downcalls.string(props.get(ADDRESS, DEVICE_ID_OFFSET)) : "";
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** A backend on the device, NULL when it cannot start. */
  MemorySegment start(MemorySegment device) {
    return pair(start, device, MemorySegment.NULL);
  }

  void stop(MemorySegment backend) {
    call(stop, backend);
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

  /** What {@link #allocate} would take, padding included. */
  long sizeToAllocate(MemorySegment context, MemorySegment bufferType) {
    try {
      return (long) SIZE_OF_PAIR.invokeExact(sizeToAllocate, context, bufferType);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** Memory for every tensor of the context, NULL when there is not enough. */
  MemorySegment allocate(MemorySegment context, MemorySegment bufferType) {
    return pair(allocate, context, bufferType);
  }

  void freeBuffer(MemorySegment buffer) {
    call(freeBuffer, buffer);
  }

  /** Fills a whole tensor; some buffer types repack it on the way and take it only whole. */
  void upload(MemorySegment tensor, MemorySegment data) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source =
          data.isNative() ? data : arena.allocate(data.byteSize(), 64).copyFrom(data);
      COPY.invokeExact(tensorSet, tensor, source, 0L, source.byteSize());
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** Copies a whole tensor from wherever it is. */
  void download(MemorySegment tensor, MemorySegment target) {
    try {
      COPY.invokeExact(tensorGet, tensor, target, 0L, target.byteSize());
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** Computes and waits; 0 means success. */
  int compute(MemorySegment backend, MemorySegment graph) {
    return compute(compute, backend, graph);
  }

  /** Begins to compute, after what was begun on this backend before; 0 means success. */
  int enqueue(MemorySegment backend, MemorySegment graph) {
    return compute(enqueue, backend, graph);
  }

  /** Waits for all that was enqueued. */
  void await(MemorySegment backend) {
    call(await, backend);
  }

  private static int compute(MemorySegment how, MemorySegment backend, MemorySegment graph) {
    try {
      return (int) COMPUTE.invokeExact(how, backend, graph);
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

  private static void call(MemorySegment function, MemorySegment subject) {
    try {
      CALL.invokeExact(function, subject);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
