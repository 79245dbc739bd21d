package assay.kernels.compute;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.DeviceCeiling;
import assay.kernels.DeviceLostException;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.KernelVariant;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.VariantSelection;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.compute.ceiling.PortableCeilings;
import assay.kernels.compute.ceiling.TransferCeilings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Portable kernels on the devices behind one driver. */
public final class ComputeBackend implements Backend {

  /** A device with what runs on it. */
  private record Target(ComputeDevice device, VariantSelection variants) {}

  private final ComputeDriver driver;
  private Availability availability;
  private List<Target> targets = List.of();
  private List<String> remarks = List.of();

  public ComputeBackend(ComputeDriver driver) {
    this.driver = driver;
  }

  @Override
  public String id() {
    return driver.id();
  }

  @Override
  public String description() {
    return driver.description();
  }

  @Override
  public synchronized Availability availability() {
    if (availability == null) {
      try {
        ComputeDriver.Found found = driver.find();
        targets = found.devices().stream().map(this::target).toList();
        remarks = found.remarks();
        availability = Availability.available();
      } catch (UnusableLibraryException | ComputeException | DeviceLostException e) {
        availability = Availability.unavailable(e.getMessage());
      }
    }
    return availability;
  }

  private Target target(ComputeDevice device) {
    List<KernelVariant> variants = new ArrayList<>(driver.variants(device));
    variants.addAll(PortableVariants.all(device));
    return new Target(device, new VariantSelection(id(), variants));
  }

  @Override
  public List<Device> devices() {
    availability();
    return targets.stream().map(target -> target.device().listed()).toList();
  }

  @Override
  public List<String> remarks() {
    availability();
    return remarks;
  }

  @Override
  public Support supports(Spec spec, Device device) {
    if (availability() instanceof Availability.Unavailable(String reason)) {
      return Support.no(reason);
    }
    return target(device)
        .map(target -> target.variants().supports(spec))
        .orElse(Support.no("no device " + device.id()));
  }

  @Override
  public List<String> variants(Spec spec) {
    availability();
    return targets.stream()
        .flatMap(target -> target.variants().namesFor(spec).stream())
        .distinct()
        .toList();
  }

  @Override
  public List<DeviceCeiling> ceilings(Device device) {
    availability();
    return target(device)
        .map(target ->
            Stream.of(PortableCeilings.of(target.device()), TransferCeilings.of(target.device()))
                .flatMap(List::stream)
                .toList())
        .orElse(List.of());
  }

  @Override
  public PreparedKernel prepare(Spec spec, Device device, Inputs inputs, Settings settings) {
    availability();
    Target target =
        target(device)
            .orElseThrow(() -> new KernelUnavailableException(id(), "no device " + device.id()));
    return target.variants().select(spec, settings).prepare(spec, inputs, settings);
  }

  private Optional<Target> target(Device device) {
    return targets.stream()
        .filter(one -> one.device().listed().id().equals(device.id()))
        .findFirst();
  }
}
