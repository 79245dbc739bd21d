package assay.kernels.nativec;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.Inputs;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.VariantSelection;
import assay.kernels.binding.UnusableLibraryException;
import java.util.List;

/** Assay's own kernels in C. */
public final class NativeBackend implements Backend {

  private Availability availability;
  private VariantSelection selection;

  @Override
  public String id() {
    return "native";
  }

  @Override
  public String description() {
    return "kernels in C with the instructions that this processor has";
  }

  @Override
  public synchronized Availability availability() {
    if (availability == null) {
      try {
        selection = new VariantSelection(id(), NativeVariants.all(NativeLibrary.open()));
        availability = Availability.available();
      } catch (UnusableLibraryException e) {
        selection = new VariantSelection(id(), List.of());
        availability = Availability.unavailable(e.getMessage());
      }
    }
    return availability;
  }

  @Override
  public List<Device> devices() {
    return availability().isAvailable() ? List.of(Device.CPU) : List.of();
  }

  @Override
  public Support supports(Spec spec, Device device) {
    if (availability() instanceof Availability.Unavailable(String reason)) {
      return Support.no(reason);
    }
    return selection.supports(spec);
  }

  @Override
  public List<String> variants(Spec spec) {
    return devices().isEmpty() ? List.of() : selection.namesFor(spec);
  }

  @Override
  public PreparedKernel prepare(Spec spec, Device device, Inputs inputs, Settings settings) {
    availability();
    return selection.select(spec, settings).prepare(spec, inputs, settings);
  }
}
