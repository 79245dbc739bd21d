package assay.kernels.compute.attention;

import assay.kernels.AttentionSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.compute.Buffer;
import assay.kernels.compute.ComputeFunction;
import assay.kernels.compute.Module;
import assay.kernels.compute.PortableWork;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What attention kernels read and write on the device, and the scalars that all of them take. */
final class AttentionData {

  private static final double LOG2_E = 1 / Math.log(2);
  private static final int MERGE_GROUP = 64;

  private final PortableWork work;
  private final AttentionSpec spec;
  private final long stretches;
  private final Buffer query;
  private final Buffer keys;
  private final Buffer values;
  private final Optional<Buffer> sinks;
  private final Buffer partials;
  private final Buffer output;

  /**
   * Uploads.
   *
   * @param stretches of the context that leave results to be merged
   */
  AttentionData(PortableWork work, AttentionSpec spec, Inputs.Attention inputs, long stretches) {
    this.work = work;
    this.spec = spec;
    this.stretches = stretches;
    work.require(
        inputs.query().byteSize()
            + inputs.keys().byteSize()
            + inputs.values().byteSize()
            + Float.BYTES * spec.heads()
            + partialBytes()
            + PortableWork.outputBytes(work.device(), Format.F32, spec.outputs()));
    query = work.upload(inputs.query());
    keys = work.upload(inputs.keys());
    values = work.upload(inputs.values());
    sinks = inputs.sinks().map(work::upload);
    partials = work.allocate(partialBytes());
    output = work.output(Format.F32, spec.outputs());
  }

  /** For each stretch and row a maximum, a sum of weights and sums of values. */
  private long partialBytes() {
    return Float.BYTES * stretches * spec.heads() * spec.n() * (2 + spec.valueDim());
  }

  /** Adds a kernel with the scalars ATTENTION_SCALARS of attention.h. */
  void attend(ComputeFunction function, long groups) {
    double scale = 1 / Math.sqrt(spec.keyDim());
    work.launch(
        function,
        groups,
        List.of(partials, query, keys, values),
        spec.heads(),
        spec.kvHeads(),
        spec.keyDim(),
        spec.valueDim(),
        spec.n(),
        spec.context(),
        spec.causal() ? 1 : 0,
        spec.window(),
        stretches,
        (float) (spec.softCap() > 0 ? scale / spec.softCap() : scale * LOG2_E),
        (float) (spec.softCap() * LOG2_E));
  }

  /** Adds what brings the stretches together. */
  void merge() {
    work.launch(
        work.function(Module.of("attention_merge", Map.of(), MERGE_GROUP)),
        spec.heads() * spec.n(),
        List.of(output, partials, sinks.orElse(query)),
        spec.heads(),
        spec.kvHeads(),
        spec.valueDim(),
        spec.n(),
        stretches,
        sinks.isPresent() ? 1 : 0);
  }
}
