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
import assay.kernels.compute.Tile;
import java.util.List;

/**
 * Groups take stretches of the context for some rows that share keys and values, and the stretches
 * are merged. Multiplies in float32.
 */
public final class PortableAttention implements KernelVariant {

  private static final int WORTH_OF_CACHED = 8;

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
    int needed = AttentionShape.smallest(attention).localBytes();
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
    List<AttentionShape> shapes = AttentionShape.candidates(attention, device.limits());
    try (PortableWork work = new PortableWork(device)) {
      var data = new AttentionData(work, attention, (Inputs.Attention) inputs, shapes);
      List<Tile> tiles = shapes.stream().map(shape -> tile(attention, shape, data)).toList();
      work.launchFastest(tiles, worth(attention), shapesOf(attention));
      return work.kernel(name(), Arithmetic.FLOAT32, "f32");
    }
  }

  private static Tile tile(AttentionSpec spec, AttentionShape shape, AttentionData data) {
    return new Tile(
        shape.text(),
        shape.module(spec),
        shape.localBytes(),
        function -> data.launches(function, shape));
  }

  /** Multiply-adds; to fetch what is cached costs as much as a few, however few rows meet it. */
  private static long worth(AttentionSpec spec) {
    long rows = spec.n() * (spec.heads() / spec.kvHeads());
    return rows == 0
        ? 0
        : Math.max(rows, WORTH_OF_CACHED)
            * spec.kvHeads()
            * AttentionShape.positions(spec)
            * (spec.keyDim() + spec.valueDim());
  }

  private static String shapesOf(AttentionSpec spec) {
    return "attention h%d kv%d d%d v%d n%d c%d %s %s %s"
        .formatted(
            spec.heads(),
            spec.kvHeads(),
            spec.keyDim(),
            spec.valueDim(),
            Tile.sizeClass(spec.n()),
            Tile.sizeClass(AttentionShape.positions(spec)),
            spec.causal(),
            spec.window() > 0,
            spec.softCap() > 0);
  }
}
