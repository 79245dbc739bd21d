package assay.kernels.ggml;

import assay.kernels.Arithmetic;
import assay.kernels.Device;
import assay.kernels.Execution;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.PreparedKernel;
import assay.kernels.Rounding;
import assay.kernels.Spec;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings an operation to a device beside the processor.
 *
 * @param known what was seen of a spec on a device before, by their texts
 */
record GgmlPreparation(
    GgmlLibrary library, GgmlQueue.Roster queues, Map<String, Arithmetic> known, GgmlGpu gpu) {

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
  PreparedKernel prepare(String variant, Spec spec, GgmlOperation operation, Inputs inputs) {
    GgmlQueue queue = null;
    try {
      requireMemory(
          gpu.device(), operation.bytes(), library.devices().memory(gpu.pointer()).free());
      operation.allocate();
      operation.upload(inputs);
      queue = queues.join(gpu);
      MemorySegment graph = operation.context().graph();
      Arithmetic arithmetic = arithmetic(spec, operation, graph, queue, inputs);
      return new GgmlDeviceKernel(
          operation, queue, graph, arithmetic, execution(variant, operation, arithmetic));
    } catch (RuntimeException e) {
      if (queue != null) {
        queue.close();
      }
      operation.close();
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
      Spec spec, GgmlOperation operation, MemorySegment graph, GgmlQueue queue, Inputs inputs) {
    return switch (operation) {
      case GgmlGetRows rows -> Arithmetic.FLOAT32;
      case GgmlFlashAttn attention -> ATTENTION;
      case GgmlMulMat multiplication -> {
        String key = gpu.device().id() + " " + spec.text();
        Arithmetic before = known.get(key);
        if (before != null) {
          yield before;
        }
        GgmlRoundings.Seen seen = seen(multiplication, graph, queue, (Inputs.Matmul) inputs);
        if (seen.certain()) {
          known.put(key, seen.arithmetic());
        }
        yield seen.arithmetic();
      }
    };
  }

  private GgmlRoundings.Seen seen(
      GgmlMulMat operation, MemorySegment graph, GgmlQueue queue, Inputs.Matmul inputs) {
    GgmlDeviceOutput output = operation.context().deviceOutput();
    int m = Math.toIntExact(inputs.weights().rows());
    int n = Math.toIntExact(inputs.activations().rows());
    float[] result = new float[Math.multiplyExact(n, m)];
    GgmlRoundings.Seen seen =
        GgmlRoundings.of(
            inputs.weights(),
            row -> {
              operation.uploadActivations(repeated(row, n));
              queue.enqueue(graph);
              queue.await();
              output.read(result);
              return Arrays.copyOf(result, m);
            });
    operation.upload(inputs);
    return seen;
  }

  private static MemorySegment repeated(float[] row, int times) {
    float[] all = new float[Math.multiplyExact(row.length, times)];
    for (int i = 0; i < times; i++) {
      System.arraycopy(row, 0, all, i * row.length, row.length);
    }
    return MemorySegment.ofArray(all);
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
    return switch (activations) {
      case Rounding.Significand cut -> "tf32";
      case Rounding.Bytes bytes -> "i8";
      case Rounding.Stored(Format format) -> format == Format.Q8_1 ? "i8" : format.text();
    };
  }
}
