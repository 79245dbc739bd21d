package assay.kernels.ggml;

import assay.kernels.Arithmetic;
import assay.kernels.Device;
import assay.kernels.Execution;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.PreparedKernel;
import assay.kernels.Rounding;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.TreeMap;

/** Brings an operation to a device beside the processor. */
record GgmlPreparation(GgmlLibrary library, GgmlQueue.Roster queues, GgmlGpu gpu) {

  /**
   * Flash attention of ggml's CUDA and Vulkan backends multiplies binary16 query, keys, values and
   * probabilities and mixes the values in binary16, but for bfloat16 keys, unless a graph asks for
   * more, which this one doesn't. That some devices round the query to 8 bits for keys of 8 bits is
   * not told apart.
   */
  private static final Arithmetic ATTENTION = new Arithmetic(Format.F16, Format.F16, Format.F16);

  /**
   * @param operation taken over, and closed when this fails
   */
  PreparedKernel prepare(String variant, GgmlOperation operation, Inputs inputs) {
    GgmlQueue queue = null;
    try {
      requireMemory(
          gpu.device(), operation.bytes(), library.devices().memory(gpu.pointer()).free());
      operation.allocate();
      operation.upload(inputs);
      queue = queues.join(gpu);
      MemorySegment graph = operation.context().graph();
      Arithmetic arithmetic = arithmetic(operation, graph, queue, inputs);
      return new GgmlDeviceKernel(
          operation, queue, graph, arithmetic, execution(variant, operation, arithmetic));
    } catch (RuntimeException e) {
      operation.close();
      if (queue != null) {
        queue.close();
      }
      throw e;
    }
  }

  /** Of tensors; what a kernel needs besides, such as widened weights, ggml takes as it runs. */
  static void requireMemory(Device device, long needed, long free) {
    if (needed > free) {
      throw KernelUnavailableException.ofMemory("ggml", device, needed, free);
    }
  }

  private Arithmetic arithmetic(
      GgmlOperation operation, MemorySegment graph, GgmlQueue queue, Inputs inputs) {
    return switch (operation) {
      case GgmlGetRows rows -> Arithmetic.FLOAT32;
      case GgmlFlashAttn attention -> ATTENTION;
      case GgmlMulMat multiplication -> seen(multiplication, graph, queue, (Inputs.Matmul) inputs);
    };
  }

  private Arithmetic seen(
      GgmlMulMat operation, MemorySegment graph, GgmlQueue queue, Inputs.Matmul inputs) {
    GgmlDeviceOutput output = operation.context().deviceOutput();
    long n = inputs.activations().rows();
    float[] result = new float[Math.toIntExact(n * inputs.weights().rows())];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment activations =
          arena.allocate(n * inputs.weights().columns() * Float.BYTES, Float.BYTES);
      Arithmetic arithmetic =
          GgmlRoundings.of(
              inputs.weights(),
              row -> {
                for (long i = 0; i < n; i++) {
                  MemorySegment.copy(
                      row,
                      0,
                      activations,
                      ValueLayout.JAVA_FLOAT,
                      i * row.length * Float.BYTES,
                      row.length);
                }
                operation.uploadActivations(activations);
                queue.enqueue(graph);
                queue.await();
                output.read(result);
                return result.clone();
              });
      operation.upload(inputs);
      return arithmetic;
    }
  }

  private Execution execution(String variant, GgmlOperation operation, Arithmetic arithmetic) {
    var details = new TreeMap<>(library.provenance());
    details.putAll(operation.details());
    details.put("device", library.devices().description(gpu.pointer()));
    details.put("file", gpu.file().toString());
    if (!gpu.features().isEmpty()) {
      details.put("features", gpu.features().toString());
    }
    if (!(operation instanceof GgmlGetRows)) {
      details.put("activations as", arithmetic.activations().text());
      details.put("weights as", arithmetic.weights().text());
      details.put("sums in", arithmetic.accumulator().text());
      details.put(Execution.MULTIPLIES, factors(arithmetic.activations()));
    }
    return new Execution(variant, library.devices().name(gpu.pointer()), details);
  }

  private static String factors(Rounding activations) {
    String text = activations.text();
    return text.equals(Format.Q8_1.text()) ? "i8" : text;
  }
}
