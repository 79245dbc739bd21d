package assay.kernels.compute.attention;

import assay.kernels.AttentionSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.Tensor;
import assay.kernels.compute.Buffer;
import assay.kernels.compute.ComputeFunction;
import assay.kernels.compute.Launch;
import assay.kernels.compute.Module;
import assay.kernels.compute.PortableWork;
import assay.kernels.compute.Rows;
import assay.kernels.device.StretchedAttention;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What attention kernels read and write on the device, and the scalars that all of them take. */
final class AttentionData {

  private static final int MERGE_GROUP = 64;

  private final AttentionSpec spec;
  private final ComputeFunction merge;
  private final Buffer query;
  private final List<Rows> keys;
  private final List<Rows> values;
  private final Optional<Buffer> sinks;
  private final Buffer partials;
  private final Buffer output;

  /**
   * Uploads.
   *
   * @param shapes of which one will be chosen
   */
  AttentionData(
      PortableWork work, AttentionSpec spec, Inputs.Attention inputs, List<AttentionShape> shapes) {
    this.spec = spec;
    long stretches = shapes.stream().mapToLong(AttentionShape::stretches).max().orElse(1);
    work.require(
        StretchedAttention.bytes(spec, inputs, stretches)
            + PortableWork.outputBytes(work.device(), Format.F32, spec.outputs()));
    query = work.upload(inputs.query());
    keys = heads(work, inputs.keys(), inputs.values());
    values = heads(work, inputs.values(), inputs.keys());
    sinks = inputs.sinks().map(work::upload);
    partials = work.allocate(StretchedAttention.partialBytes(spec, stretches));
    output = work.output(Format.F32, spec.outputs());
    merge = work.function(Module.of("attention_merge", Map.of(), MERGE_GROUP));
  }

  /** Whole heads, as many in a buffer as of the other tensor. */
  private List<Rows> heads(PortableWork work, Tensor tensor, Tensor beside) {
    return work.uploadRows(tensor, Math.toIntExact(spec.context()), beside.rowBytes());
  }

  /**
   * Of attention, one for each part of the cache, and of what brings the stretches together; none
   * where there are no rows.
   *
   * @param function with the scalars ATTENTION_SCALARS of attention.h
   */
  List<Launch> launches(ComputeFunction function, AttentionShape shape) {
    List<Launch> launches = new ArrayList<>();
    if (spec.heads() * spec.n() > 0) {
      for (int part = 0; part < keys.size(); part++) {
        launches.add(attend(function, shape, keys.get(part), values.get(part)));
      }
      launches.add(merge(shape.stretches()));
    }
    return launches;
  }

  private Launch attend(
      ComputeFunction function, AttentionShape shape, Rows keysHere, Rows valuesHere) {
    long heads = keysHere.count() / spec.context();
    return Launch.of(
        function,
        shape.groups(spec) / spec.kvHeads() * heads,
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
        shape.stretches(),
        StretchedAttention.scoreScale(spec),
        StretchedAttention.capScale(spec));
  }

  private Launch merge(long stretches) {
    return Launch.of(
        merge,
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
