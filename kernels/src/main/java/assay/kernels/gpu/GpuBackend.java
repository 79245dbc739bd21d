package assay.kernels.gpu;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.DeviceLostException;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.binding.PrivateCache;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.gpu.driver.Driver;
import assay.kernels.gpu.driver.GpuException;
import assay.kernels.gpu.driver.GpuLibraries;
import assay.kernels.gpu.driver.Maker;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Assay's own kernels on the GPUs of one maker. */
public final class GpuBackend implements Backend {

  private final Maker maker;
  private final GpuLibraries libraries;
  private final Path cache;
  private Availability availability;
  private List<GpuSession> sessions = List.of();

  /**
   * @param cache folder for compiled kernels
   */
  public GpuBackend(GpuLibraries libraries, Path cache) {
    this.maker = libraries.maker();
    this.libraries = libraries;
    this.cache = cache;
  }

  public static GpuBackend cuda() {
    return ofThisMachine(Maker.CUDA);
  }

  public static GpuBackend hip() {
    return ofThisMachine(Maker.HIP);
  }

  private static GpuBackend ofThisMachine(Maker maker) {
    return new GpuBackend(GpuLibraries.fromEnvironment(maker), PrivateCache.ofUser(maker.id()));
  }

  @Override
  public String id() {
    return maker.id();
  }

  @Override
  public String description() {
    return "Assay's kernels on %s GPUs".formatted(maker.company());
  }

  @Override
  public synchronized Availability availability() {
    if (availability == null) {
      try {
        availability = look();
      } catch (UnusableLibraryException | GpuException | DeviceLostException e) {
        availability = Availability.unavailable(e.getMessage());
      }
    }
    return availability;
  }

  private Availability look() throws UnusableLibraryException {
    Driver driver = Driver.open(libraries);
    sessions =
        driver.devices().stream().map(device -> new GpuSession(device, libraries, cache)).toList();
    return sessions.isEmpty()
        ? Availability.unavailable(
            "%s has no device that this process may use".formatted(driver.text()))
        : Availability.available();
  }

  @Override
  public List<Device> devices() {
    availability();
    return sessions.stream().map(session -> session.device().listed()).toList();
  }

  @Override
  public Support supports(Spec spec, Device device) {
    if (availability() instanceof Availability.Unavailable(String reason)) {
      return Support.no(reason);
    }
    return session(device)
        .map(session -> session.variants().supports(spec))
        .orElse(Support.no("no device " + device.id()));
  }

  @Override
  public List<String> variants(Spec spec) {
    availability();
    return sessions.stream()
        .flatMap(session -> session.variants().namesFor(spec).stream())
        .distinct()
        .toList();
  }

  @Override
  public PreparedKernel prepare(Spec spec, Device device, Inputs inputs, Settings settings) {
    availability();
    GpuSession session =
        session(device)
            .orElseThrow(() -> new KernelUnavailableException(id(), "no device " + device.id()));
    return session.variants().select(spec, settings).prepare(spec, inputs, settings);
  }

  private Optional<GpuSession> session(Device device) {
    return sessions.stream().filter(one -> one.device().id().equals(device.id())).findFirst();
  }
}
