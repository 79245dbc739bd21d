package assay.kernels.gpu.attention;

import assay.kernels.Arithmetic;
import assay.kernels.AttentionSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.device.StretchedAttention;
import assay.kernels.gpu.DeviceFormats;
import assay.kernels.gpu.GpuSession;
import assay.kernels.gpu.GpuWork;
import assay.kernels.gpu.code.Module;
import assay.kernels.gpu.driver.Launch;

/**
 * Many queries on tensor cores, which multiply 16-bit factors: those of an F16 cache are binary16,
 * all others bfloat16.
 */
public final class GpuAttentionTile implements KernelVariant {

  /** Rows of a group that {@link GpuAttentionSplit} takes at once. */
  private static final int FEW_ROWS = 8;

  /** Tiles that a stretch should last. */
  private static final int SHORTEST_STRETCH = 4;

  /** Of a grid's second dimension. */
  private static final int MOST_STRETCHES = 1 << 15;

  private final GpuSession session;

  public GpuAttentionTile(GpuSession session) {
    this.session = session;
  }

  @Override
  public String name() {
    return "GpuAttentionTile";
  }

  @Override
  public Operation operation() {
    return Operation.ATTENTION;
  }

  @Override
  public Support supports(Spec spec) {
    AttentionSpec attention = (AttentionSpec) spec;
    if (TileShape.lanes(session.device()) == 0) {
      return Support.no(
          "no matrix instruction of %s is used here".formatted(session.device().architecture()));
    }
    if (attention.keyDim() % 8 != 0 || attention.valueDim() % 8 != 0) {
      return Support.no("%s copies rows of whole 16 bytes".formatted(name()));
    }
    return TileShape.of(attention, session.device()).isPresent()
        ? Support.yes()
        : Support.no("%s has no tile for rows so wide on this device".formatted(name()));
  }

  /** A float32 cache would lose 16 of its bits, which nobody asked for. */
  @Override
  public boolean preferredFor(Spec spec) {
    return spec instanceof AttentionSpec attention
        && attention.stored() != Format.F32
        && attention.n() * (attention.heads() / attention.kvHeads()) > FEW_ROWS;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    AttentionSpec attention = (AttentionSpec) spec;
    TileShape shape = TileShape.of(attention, session.device()).orElseThrow();
    long stretches = stretches(attention, shape);
    try (GpuWork work = new GpuWork(session)) {
      long merged = stretches > 1 ? stretches : 0;
      var data = new AttentionData(work, attention, (Inputs.Attention) inputs, merged);
      Module module = DeviceFormats.module("attention_tile", attention.stored());
      work.launch(
          work.function(module, shape.kernel()),
          Launch.Grid.of(shape.units(attention), stretches),
          shape.warps() * TileShape.lanes(session.device()),
          shape.sharedBytes(),
          data.argumentsWithOutput());
      if (merged > 0) {
        data.merge(work, work.function(module, "attention_merge"));
      }
      work.detail("function", shape.kernel());
      work.detail("stretches", stretches);
      return work.kernel(name(), arithmetic(attention), factors(attention).text());
    }
  }

  private static Format factors(AttentionSpec spec) {
    return spec.stored() == Format.F16 ? Format.F16 : Format.BF16;
  }

  private static Arithmetic arithmetic(AttentionSpec spec) {
    Format factors = factors(spec);
    Format cached = spec.stored() == factors ? Format.F32 : factors;
    return new Arithmetic(factors, cached, Format.F32);
  }

  /** One where blocks of rows are enough for every multiprocessor; it needs no merging. */
  private long stretches(AttentionSpec spec, TileShape shape) {
    return StretchedAttention.stretches(
        spec,
        shape.rows(),
        (long) SHORTEST_STRETCH * shape.keys(),
        (long) session.device().multiprocessors() * shape.blocks(),
        MOST_STRETCHES);
  }
}
