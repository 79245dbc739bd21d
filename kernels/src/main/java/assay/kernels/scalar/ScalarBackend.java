package assay.kernels.scalar;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.VariantSelection;
import java.util.List;

/** Loops over floats that any JVM on any chip runs; the baseline of every comparison. */
public final class ScalarBackend implements Backend {

  /** Best first within an operation. */
  private static final List<KernelVariant> VARIANTS =
      List.of(
          new ScalarMatmulTile(),
          new ScalarMatmulRow(),
          new ScalarAttentionOnline(),
          new ScalarDequantBlocks());

  @Override
  public String id() {
    return "scalar";
  }

  @Override
  public String description() {
    return "plain Java loops, float32";
  }

  @Override
  public Availability availability() {
    return Availability.available();
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.CPU);
  }

  @Override
  public Support supports(Spec spec, Device device) {
    return selection().supports(spec);
  }

  @Override
  public List<String> variants(Spec spec) {
    return selection().namesFor(spec);
  }

  @Override
  public PreparedKernel prepare(Spec spec, Device device, Inputs inputs, Settings settings) {
    return selection().select(spec, settings).prepare(spec, inputs, settings);
  }

  private VariantSelection selection() {
    return new VariantSelection(id(), VARIANTS);
  }
}
