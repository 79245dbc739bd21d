package assay.kernels.ggml;

import static assay.kernels.binding.Downcalls.SIZE;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/** Contexts, tensors, operations and graphs of {@code ggml.h}; methods carry the C names. */
final class GgmlTensors {

  private static final StructLayout INIT_PARAMS =
      MemoryLayout.structLayout(
          SIZE.withName("mem_size"),
          ADDRESS.withName("mem_buffer"),
          JAVA_BOOLEAN.withName("no_alloc"),
          MemoryLayout.paddingLayout(7));

  private static final long NO_ALLOC_OFFSET = 16;

  private static final MethodHandle INIT = Downcalls.returning(ADDRESS, INIT_PARAMS);
  private static final MethodHandle FREE = Downcalls.returningNothing(ADDRESS);
  private static final MethodHandle SIZE_OF_NOTHING = Downcalls.returning(SIZE);
  private static final MethodHandle SIZE_OF = Downcalls.returning(SIZE, ADDRESS);
  private static final MethodHandle FLAG_OF = Downcalls.returning(JAVA_BOOLEAN, ADDRESS);
  private static final MethodHandle GRAPH_OVERHEAD = Downcalls.returning(SIZE, SIZE, JAVA_BOOLEAN);
  private static final MethodHandle NEW_TENSOR_3D =
      Downcalls.returning(ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle BINARY =
      Downcalls.returning(ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle FLASH_ATTN =
      Downcalls.returning(
          ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_FLOAT, JAVA_FLOAT, JAVA_FLOAT);
  private static final MethodHandle ATTACH = Downcalls.returningNothing(ADDRESS, ADDRESS);
  private static final MethodHandle NEW_GRAPH =
      Downcalls.returning(ADDRESS, ADDRESS, SIZE, JAVA_BOOLEAN);
  private static final MethodHandle POINTER_OF = Downcalls.returning(ADDRESS, ADDRESS);

  private final MemorySegment init;
  private final MemorySegment free;
  private final MemorySegment memSize;
  private final MemorySegment noAlloc;
  private final MemorySegment tensorOverhead;
  private final MemorySegment graphOverhead;
  private final MemorySegment newTensor3d;
  private final MemorySegment mulMat;
  private final MemorySegment getRows;
  private final MemorySegment flashAttn;
  private final MemorySegment addSinks;
  private final MemorySegment newGraph;
  private final MemorySegment expand;
  private final MemorySegment nbytes;
  private final MemorySegment getData;

  GgmlTensors(SharedLibrary base) throws UnusableLibraryException {
    init = base.require("ggml_init");
    free = base.require("ggml_free");
    memSize = base.require("ggml_get_mem_size");
    noAlloc = base.require("ggml_get_no_alloc");
    tensorOverhead = base.require("ggml_tensor_overhead");
    graphOverhead = base.require("ggml_graph_overhead_custom");
    newTensor3d = base.require("ggml_new_tensor_3d");
    mulMat = base.require("ggml_mul_mat");
    getRows = base.require("ggml_get_rows");
    flashAttn = base.require("ggml_flash_attn_ext");
    addSinks = base.require("ggml_flash_attn_ext_add_sinks");
    newGraph = base.require("ggml_new_graph_custom");
    expand = base.require("ggml_build_forward_expand");
    nbytes = base.require("ggml_nbytes");
    getData = base.require("ggml_get_data");
  }

  /** A context for descriptions only; their data is allocated by a buffer type. */
  MemorySegment init(long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params = arena.allocate(INIT_PARAMS);
      params.set(SIZE, 0, bytes);
      params.set(JAVA_BOOLEAN, NO_ALLOC_OFFSET, true);
      return (MemorySegment) INIT.invokeExact(init, params);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  void free(MemorySegment context) {
    try {
      FREE.invokeExact(free, context);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  long memSize(MemorySegment context) {
    return sizeOf(memSize, context);
  }

  boolean noAlloc(MemorySegment context) {
    try {
      return (boolean) FLAG_OF.invokeExact(noAlloc, context);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  long tensorOverhead() {
    try {
      return (long) SIZE_OF_NOTHING.invokeExact(tensorOverhead);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  long graphOverhead(long nodes) {
    try {
      return (long) GRAPH_OVERHEAD.invokeExact(graphOverhead, nodes, false);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  MemorySegment newTensor(MemorySegment context, int type, long ne0, long ne1, long ne2) {
    try {
      return (MemorySegment) NEW_TENSOR_3D.invokeExact(newTensor3d, context, type, ne0, ne1, ne2);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  MemorySegment mulMat(MemorySegment context, MemorySegment weights, MemorySegment activations) {
    return binary(mulMat, context, weights, activations);
  }

  MemorySegment getRows(MemorySegment context, MemorySegment source, MemorySegment indices) {
    return binary(getRows, context, source, indices);
  }

  MemorySegment flashAttn(
      MemorySegment context,
      MemorySegment query,
      MemorySegment keys,
      MemorySegment values,
      MemorySegment mask,
      float scale,
      float softCap) {
    try {
      return (MemorySegment)
          FLASH_ATTN.invokeExact(flashAttn, context, query, keys, values, mask, scale, 0f, softCap);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  void addSinks(MemorySegment attention, MemorySegment sinks) {
    attach(addSinks, attention, sinks);
  }

  MemorySegment newGraph(MemorySegment context, long nodes) {
    try {
      return (MemorySegment) NEW_GRAPH.invokeExact(newGraph, context, nodes, false);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  void expand(MemorySegment graph, MemorySegment result) {
    attach(expand, graph, result);
  }

  long byteSize(MemorySegment tensor) {
    return sizeOf(nbytes, tensor);
  }

  /** The tensor's data where the host can reach it. */
  MemorySegment data(MemorySegment tensor) {
    try {
      var pointer = (MemorySegment) POINTER_OF.invokeExact(getData, tensor);
      return pointer.reinterpret(byteSize(tensor));
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private static long sizeOf(MemorySegment function, MemorySegment subject) {
    try {
      return (long) SIZE_OF.invokeExact(function, subject);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private static MemorySegment binary(
      MemorySegment function, MemorySegment context, MemorySegment left, MemorySegment right) {
    try {
      return (MemorySegment) BINARY.invokeExact(function, context, left, right);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private static void attach(MemorySegment function, MemorySegment to, MemorySegment what) {
    try {
      ATTACH.invokeExact(function, to, what);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
