package assay.kernels.compute;

import assay.kernels.Device;
import assay.kernels.DeviceCeiling;
import assay.kernels.KernelVariant;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.compute.ceiling.PortableCeilings;
import assay.kernels.compute.ceiling.TransferCeilings;
import assay.kernels.device.DeviceBackend;
import java.util.List;
import java.util.stream.Stream;

/** Portable kernels on the devices behind one driver. */
public final class ComputeBackend extends DeviceBackend<ComputeDevice> {

  private final ComputeDriver driver;

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
  protected Found<ComputeDevice> find() throws UnusableLibraryException {
    return driver.find();
  }

  @Override
  protected Device listed(ComputeDevice device) {
    return device.listed();
  }

  @Override
  protected List<KernelVariant> strategies(ComputeDevice device) {
    return Stream.of(driver.variants(device), PortableVariants.all(device))
        .flatMap(List::stream)
        .toList();
  }

  @Override
  protected List<DeviceCeiling> ceilingsOf(ComputeDevice device) {
    return Stream.of(PortableCeilings.of(device), TransferCeilings.of(device))
        .flatMap(List::stream)
        .toList();
  }
}
