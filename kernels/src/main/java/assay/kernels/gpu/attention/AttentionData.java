package assay.kernels.gpu.attention;

import assay.kernels.AttentionSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.device.StretchedAttention;
import assay.kernels.gpu.GpuWork;
import assay.kernels.gpu.driver.GpuFunction;
import assay.kernels.gpu.driver.GpuMemory;
import assay.kernels.gpu.driver.Launch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What attention kernels read and write on the device, and the arguments that all of them take. */
final class AttentionData {

  /** As in attention_merge.h. */
  private static final int MERGE_THREADS = 128;

  private final AttentionSpec spec;
  private final long stretches;
  private final GpuMemory query;
  private final GpuMemory keys;
  private final GpuMemory values;
  private final Optional<GpuMemory> sinks;
  private final GpuMemory partials;
  private final long output;

  /**
   * Uploads.
   *
   * @param stretches of the context that leave results to be merged; 0 when the kernel writes the
   *     output itself
   */
  AttentionData(GpuWork work, AttentionSpec spec, Inputs.Attention inputs, long stretches) {
    this.spec = spec;
    this.stretches = stretches;
    work.require(
        StretchedAttention.bytes(spec, inputs, stretches)
            + GpuWork.outputBytes(Format.F32, spec.outputs()));
    query = work.upload(inputs.query());
    keys = work.upload(inputs.keys());
    values = work.upload(inputs.values());
    sinks = inputs.sinks().map(work::upload);
    partials = work.allocate(StretchedAttention.partialBytes(spec, stretches));
    output = work.output(Format.F32, spec.outputs());
  }

  /** The arguments ATTENTION_PARAMETERS of attention.h. */
  Object[] arguments() {
    List<Object> arguments = new ArrayList<>(List.of(query, keys, values, partials));
    arguments.addAll(List.of(spec.heads(), spec.kvHeads(), spec.keyDim(), spec.valueDim()));
    arguments.addAll(List.of(spec.n(), spec.context(), spec.causal() ? 1 : 0, spec.window()));
    arguments.add(StretchedAttention.scoreScale(spec));
    arguments.add(StretchedAttention.capScale(spec));
    return arguments.toArray();
  }

  /** Those, the sinks and the output, for a kernel that may write the result itself. */
  Object[] argumentsWithOutput() {
    List<Object> arguments = new ArrayList<>(List.of(arguments()));
    arguments.add(sinkAddress());
    arguments.add(output);
    return arguments.toArray();
  }

  private long sinkAddress() {
    return sinks.map(GpuMemory::address).orElse(0L);
  }

  /** Adds what brings the stretches together. */
  void merge(GpuWork work, GpuFunction function) {
    work.launch(
        function,
        Launch.Grid.of(spec.heads() * spec.n()),
        MERGE_THREADS,
        0,
        partials,
        sinkAddress(),
        output,
        spec.heads(),
        spec.kvHeads(),
        spec.valueDim(),
        spec.n(),
        stretches);
  }
}
