package assay.kernels.gpu;

import assay.kernels.KernelVariant;
import assay.kernels.gpu.driver.GpuLibraries;
import assay.kernels.gpu.driver.Maker;
import java.util.List;

/** Assay's own. */
record OwnKernels(Maker maker) implements GpuKit {

  @Override
  public String id() {
    return maker.id();
  }

  @Override
  public String description() {
    return "Assay's kernels on %s GPUs".formatted(maker.company());
  }

  @Override
  public void check(GpuLibraries libraries) {}

  @Override
  public List<KernelVariant> variants(GpuSession session) {
    return GpuVariants.all(session);
  }
}
