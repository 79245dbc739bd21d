package assay.kernels.device;

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
import java.util.List;
import java.util.Optional;

/**
 * Variants on the devices behind one driver, which is asked for them once.
 *
 * @param <D> a device, as variants take it
 */
public abstract class DeviceBackend<D> implements Backend {

  /**
   * @param devices at least one
   * @param remarks what is at hand and cannot be used, each with its reason
   */
  public record Found<D>(List<D> devices, List<String> remarks) {}

  /** A device with what runs on it. */
  private record Target<D>(D device, VariantSelection variants) {}

  private Availability availability;
  private List<Target<D>> targets = List.of();
  private List<String> remarks = List.of();

  /**
   * Loads what leads to devices and lists them, starting nothing on them.
   *
   * @throws UnusableLibraryException when a library is missing or does not work, or there is no
   *     device, in one sentence
   * @throws DriverException when the driver fails
   */
  protected abstract Found<D> find() throws UnusableLibraryException;

  protected abstract Device listed(D device);

  /** Every strategy on one device, best first within an operation. */
  protected abstract List<KernelVariant> strategies(D device);

  protected abstract List<DeviceCeiling> ceilingsOf(D device);

  /** See {@link #notes}. */
  protected List<String> notesOn(D device) {
    return List.of();
  }

  @Override
  public final synchronized Availability availability() {
    if (availability == null) {
      try {
        Found<D> found = find();
        targets = found.devices().stream().map(this::target).toList();
        remarks = found.remarks();
        availability = Availability.available();
      } catch (UnusableLibraryException | DriverException | DeviceLostException e) {
        availability = Availability.unavailable(e.getMessage());
      }
    }
    return availability;
  }

  private Target<D> target(D device) {
    return new Target<>(device, new VariantSelection(id(), strategies(device)));
  }

  private List<Target<D>> targets() {
    availability();
    return targets;
  }

  private Optional<Target<D>> of(Device device) {
    return targets().stream()
        .filter(target -> listed(target.device()).id().equals(device.id()))
        .findFirst();
  }

  @Override
  public final List<Device> devices() {
    return targets().stream().map(target -> listed(target.device())).toList();
  }

  @Override
  public final List<String> remarks() {
    availability();
    return remarks;
  }

  @Override
  public final List<String> notes(Device device) {
    return of(device).map(target -> notesOn(target.device())).orElse(List.of());
  }

  @Override
  public final Support supports(Spec spec, Device device) {
    if (availability() instanceof Availability.Unavailable(String reason)) {
      return Support.no(reason);
    }
    return of(device)
        .map(target -> target.variants().supports(spec))
        .orElse(Support.no("no device " + device.id()));
  }

  @Override
  public final List<String> variants(Spec spec) {
    return targets().stream()
        .flatMap(target -> target.variants().namesFor(spec).stream())
        .distinct()
        .toList();
  }

  @Override
  public final List<DeviceCeiling> ceilings(Device device) {
    return of(device).map(target -> ceilingsOf(target.device())).orElse(List.of());
  }

  @Override
  public final PreparedKernel prepare(Spec spec, Device device, Inputs inputs, Settings settings) {
    return of(device)
        .orElseThrow(() -> new KernelUnavailableException(id(), "no device " + device.id()))
        .variants()
        .select(spec, settings)
        .prepare(spec, inputs, settings);
  }
}
