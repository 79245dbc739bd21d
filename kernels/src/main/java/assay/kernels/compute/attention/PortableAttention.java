package assay.kernels.compute.attention;

import assay.kernels.Arithmetic;
import assay.kernels.AttentionSpec;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.compute.ComputeDevice;
import assay.kernels.compute.PortableWork;
import assay.kernels.device.StretchedAttention;

/**
 * Groups take stretches of the context for some rows that share keys and values, and the stretches
 * are merged. Multiplies in float32.
 */
public final class PortableAttention implements KernelVariant {

  /** Steps that a stretch should last: a shorter one costs more to begin and merge. */
  private static final int SHORTEST_STRETCH = 4;

  /** Groups that keep a compute unit busy, since they wait for memory and for each other. */
  private static final int GROUPS_OF_UNIT = 8;

  private static final int MOST_STRETCHES = 1 << 10;

  private final ComputeDevice device;

  public PortableAttention(ComputeDevice device) {
    this.device = device;
  }

  @Override
  public String name() {
    return "PortableAttention";
  }

  @Override
  public Operation operation() {
    return Operation.ATTENTION;
  }

  @Override
  public Support supports(Spec spec) {
    AttentionSpec attention = (AttentionSpec) spec;
    int needed = AttentionShape.of(attention, 1).localBytes();
    int most = device.limits().localBytes();
    return needed <= most
        ? Support.yes()
        : Support.no(
            "%s needs %d bytes of local memory for rows so wide, and %s has %d"
                .formatted(name(), needed, device.listed().id(), most));
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    AttentionSpec attention = (AttentionSpec) spec;
    AttentionShape shape = AttentionShape.of(attention, device.limits());
    long stretches = stretches(attention, shape);
    try (PortableWork work = new PortableWork(device)) {
      var data = new AttentionData(work, attention, (Inputs.Attention) inputs, stretches);
      data.attend(work.function(shape.module(attention)), shape.units(attention) * stretches);
      data.merge();
      work.detail("rowsOfGroup", shape.rows());
      work.detail("stretches", stretches);
      return work.kernel(name(), Arithmetic.FLOAT32, "f32");
    }
  }

  private long stretches(AttentionSpec spec, AttentionShape shape) {
    return StretchedAttention.stretches(
        spec,
        shape.rows(),
        (long) SHORTEST_STRETCH * AttentionShape.GROUP,
        (long) device.limits().computeUnits() * GROUPS_OF_UNIT,
        MOST_STRETCHES);
  }
}
