package assay.kernels.vector;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.Inputs;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.VariantSelection;
import assay.kernels.vector.shape.VectorShapes;
import java.util.List;

/**
 * Kernels written against {@code jdk.incubator.vector}.
 *
 * <p>Holds no static vector fields: the module may be missing, and then {@link #availability} says
 * so instead of failing to load.
 */
public final class VectorBackend implements Backend {

  @Override
  public String id() {
    return "vector";
  }

  @Override
  public String description() {
    return "Java Vector API, compiled by the JVM's JIT";
  }

  @Override
  public Availability availability() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return Availability.unavailable(
          "the JVM runs without --add-modules=jdk.incubator.vector; ./assay adds it");
    }
    return VectorShapes.availability();
  }

  @Override
  public List<Device> devices() {
    return availability().isAvailable() ? List.of(Device.CPU) : List.of();
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
    return new VariantSelection(id(), VectorVariants.all());
  }
}
