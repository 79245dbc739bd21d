package assay.kernels.gpu;

import assay.kernels.Device;
import assay.kernels.DeviceCeiling;
import assay.kernels.KernelVariant;
import assay.kernels.binding.PrivateCache;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.device.DeviceBackend;
import assay.kernels.gpu.blaslt.BlasltCeilings;
import assay.kernels.gpu.blaslt.BlasltKit;
import assay.kernels.gpu.ceiling.GpuCeilings;
import assay.kernels.gpu.ceiling.TransferCeilings;
import assay.kernels.gpu.driver.Driver;
import assay.kernels.gpu.driver.GpuDevice;
import assay.kernels.gpu.driver.GpuLibraries;
import assay.kernels.gpu.driver.Maker;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a kit has, on the GPUs of one maker. */
public final class GpuBackend extends DeviceBackend<GpuSession> {

  private final GpuKit kit;
  private final GpuLibraries libraries;
  private final Path cache;

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
  protected Found<GpuSession> find() throws UnusableLibraryException {
    Driver driver = Driver.open(libraries);
    List<GpuDevice> devices = driver.devices();
    if (devices.isEmpty()) {
      throw new UnusableLibraryException(
          "%s has no device that this process may use".formatted(driver.text()));
    }
    kit.check(libraries);
    return new Found<>(
        devices.stream().map(device -> new GpuSession(device, libraries, cache)).toList(),
        List.of());
  }

  @Override
  protected Device listed(GpuSession session) {
    return session.device().listed();
  }

  @Override
  protected List<KernelVariant> strategies(GpuSession session) {
    return kit.variants(session);
  }

  @Override
  protected List<String> notesOn(GpuSession session) {
    return List.of("code: " + session.code());
  }

  /** The device's, whoever runs on it; of any backend they are the same. */
  @Override
  protected List<DeviceCeiling> ceilingsOf(GpuSession session) {
    return Stream.of(
            GpuCeilings.of(session), TransferCeilings.of(session), BlasltCeilings.of(session))
        .flatMap(List::stream)
        .toList();
  }
}
