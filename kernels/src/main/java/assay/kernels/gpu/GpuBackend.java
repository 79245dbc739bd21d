package assay.kernels.gpu;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.DeviceCeiling;
import assay.kernels.DeviceLostException;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.VariantSelection;
import assay.kernels.binding.PrivateCache;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.gpu.blaslt.BlasltCeilings;
import assay.kernels.gpu.blaslt.BlasltKit;
import assay.kernels.gpu.ceiling.GpuCeilings;
import assay.kernels.gpu.ceiling.TransferCeilings;
import assay.kernels.gpu.driver.Driver;
import assay.kernels.gpu.driver.GpuDevice;
import assay.kernels.gpu.driver.GpuException;
import assay.kernels.gpu.driver.GpuLibraries;
import assay.kernels.gpu.driver.Maker;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a kit has, on the GPUs of one maker. */
public final class GpuBackend implements Backend {

  /** A device with what runs on it. */
  private record Target(GpuSession session, VariantSelection variants) {}

  private final GpuKit kit;
  private final GpuLibraries libraries;
  private final Path cache;
  private Availability availability;
  private List<Target> targets = List.of();

  /** With Assay's own kernels. */
  public GpuBackend(GpuLibraries libraries, Path cache) {
    this(new OwnKernels(libraries.maker()), libraries, cache);
  }

  /**
   * @param cache folder for compiled kernels
   */
  public GpuBackend(GpuKit kit, GpuLibraries libraries, Path cache) {
    this.kit = kit;
    this.libraries = libraries;
    this.cache = cache;
  }

  public static GpuBackend cuda() {
    return ofThisMachine(Maker.CUDA, new OwnKernels(Maker.CUDA));
  }

  public static GpuBackend hip() {
    return ofThisMachine(Maker.HIP, new OwnKernels(Maker.HIP));
  }

  public static GpuBackend cublaslt() {
    return ofThisMachine(Maker.CUDA, new BlasltKit(Maker.CUDA));
  }

  public static GpuBackend hipblaslt() {
    return ofThisMachine(Maker.HIP, new BlasltKit(Maker.HIP));
  }

  private static GpuBackend ofThisMachine(Maker maker, GpuKit kit) {
    return new GpuBackend(
        kit, GpuLibraries.fromEnvironment(maker), PrivateCache.ofUser(maker.id()));
  }

  @Override
  public String id() {
    return kit.id();
  }

  @Override
  public String description() {
    return kit.description();
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
    List<GpuDevice> devices = driver.devices();
    if (devices.isEmpty()) {
      return Availability.unavailable(
          "%s has no device that this process may use".formatted(driver.text()));
    }
    kit.check(libraries);
    targets = devices.stream().map(this::target).toList();
    return Availability.available();
  }

  private Target target(GpuDevice device) {
    GpuSession session = new GpuSession(device, libraries, cache);
    return new Target(session, new VariantSelection(id(), kit.variants(session)));
  }

  @Override
  public List<Device> devices() {
    availability();
    return targets.stream().map(target -> target.session().device().listed()).toList();
  }

  @Override
  public List<String> notes(Device device) {
    availability();
    return target(device).map(target -> "code: " + target.session().code()).stream().toList();
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
    return target(device).map(target -> ceilings(target.session())).orElse(List.of());
  }

  /** The device's, whoever runs on it; of any backend they are the same. */
  private static List<DeviceCeiling> ceilings(GpuSession session) {
    return Stream.of(
            GpuCeilings.of(session), TransferCeilings.of(session), BlasltCeilings.of(session))
        .flatMap(List::stream)
        .toList();
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
        .filter(one -> one.session().device().id().equals(device.id()))
        .findFirst();
  }
}
