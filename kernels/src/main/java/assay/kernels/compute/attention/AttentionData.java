package assay.kernels.compute.attention;

import assay.kernels.AttentionSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.Tensor;
import assay.kernels.compute.Buffer;
import assay.kernels.compute.ComputeFunction;
import assay.kernels.compute.Module;
import assay.kernels.compute.PortableWork;
import assay.kernels.compute.Rows;
import assay.kernels.device.StretchedAttention;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What attention kernels read and write on the device, and the scalars that all of them take. */
final class AttentionData {

  private static final int MERGE_GROUP = 64;

  private final PortableWork work;
  private final AttentionSpec spec;
  private final long stretches;
  private final Buffer query;
  private final List<Rows> keys;
  private final List<Rows> values;
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
        StretchedAttention.bytes(spec, inputs, stretches)
            + PortableWork.outputBytes(work.device(), Format.F32, spec.outputs()));
    query = work.upload(inputs.query());
    keys = heads(inputs.keys(), inputs.values());
    values = heads(inputs.values(), inputs.keys());
    sinks = inputs.sinks().map(work::upload);
    partials = work.allocate(StretchedAttention.partialBytes(spec, stretches));
    output = work.output(Format.F32, spec.outputs());
  }

  /** Whole heads, as many in a buffer as of the other tensor. */
  private List<Rows> heads(Tensor tensor, Tensor beside) {
    return work.uploadRows(tensor, Math.toIntExact(spec.context()), beside.rowBytes());
  }

  /**
   * Adds a kernel with the scalars ATTENTION_SCALARS of attention.h, once for each part of the
   * cache.
   *
   * @param groups for all of it, as many for each key-value head
   */
  void attend(ComputeFunction function, long groups) {
    for (int part = 0; part < keys.size(); part++) {
      attend(function, groups / spec.kvHeads(), keys.get(part), values.get(part));
    }
  }

  private void attend(ComputeFunction function, long groupsOfHead, Rows keysHere, Rows valuesHere) {
    long heads = keysHere.count() / spec.context();
    work.launch(
        function,
        groupsOfHead * heads,
        List.of(partials, query, keysHere.buffer(), valuesHere.buffer()),
        spec.heads(),
        spec.kvHeads(),
        spec.keyDim(),
        spec.valueDim(),
        spec.n(),
        spec.context(),
        keysHere.first() / spec.context(),
        heads,
        spec.causal() ? 1 : 0,
        spec.window(),
        stretches,
        StretchedAttention.scoreScale(spec),
        StretchedAttention.capScale(spec));
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
