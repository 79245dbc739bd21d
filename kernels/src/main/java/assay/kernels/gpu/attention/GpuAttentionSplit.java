package assay.kernels.gpu.attention;

import assay.kernels.Arithmetic;
import assay.kernels.AttentionSpec;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.device.StretchedAttention;
import assay.kernels.gpu.DeviceFormats;
import assay.kernels.gpu.GpuSession;
import assay.kernels.gpu.GpuWork;
import assay.kernels.gpu.code.Module;
import assay.kernels.gpu.driver.Launch;

/**
 * Few queries: blocks take stretches of the context for the heads that share keys and values, and
 * the stretches are merged. Multiplies in float32, so it is also the one for F32 caches.
 */
public final class GpuAttentionSplit implements KernelVariant {

  /**
   * Rounds of all warps that a stretch should last: a shorter one costs more to begin and merge.
   */
  private static final int SHORTEST_STRETCH = 4;

  /** Of a grid's second dimension. */
  private static final int MOST_STRETCHES = 1 << 15;

  private final GpuSession session;

  public GpuAttentionSplit(GpuSession session) {
    this.session = session;
  }

  @Override
  public String name() {
    return "GpuAttentionSplit";
  }

  @Override
  public Operation operation() {
    return Operation.ATTENTION;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    AttentionSpec attention = (AttentionSpec) spec;
    SplitShape shape = SplitShape.of(attention, session.device().sharedBytes());
    long stretches = stretches(attention, shape);
    try (GpuWork work = new GpuWork(session)) {
      var data = new AttentionData(work, attention, (Inputs.Attention) inputs, stretches);
      Module module = DeviceFormats.module("attention_split", attention.stored());
      work.launch(
          work.function(module, shape.kernel()),
          Launch.Grid.of(shape.units(attention), stretches),
          SplitShape.THREADS,
          shape.sharedBytes(),
          data.arguments());
      data.merge(work, work.function(module, "attention_merge"));
      work.detail("function", shape.kernel());
      work.detail("stretches", stretches);
      return work.kernel(name(), Arithmetic.FLOAT32, "f32");
    }
  }

  /** As many as let every multiprocessor have all the blocks that it holds, once. */
  private long stretches(AttentionSpec spec, SplitShape shape) {
    return StretchedAttention.stretches(
        spec,
        shape.rows(),
        (long) SHORTEST_STRETCH * shape.keys(),
        (long) session.device().multiprocessors() * shape.blocks(),
        MOST_STRETCHES);
  }
}
