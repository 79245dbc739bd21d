package assay.kernels.gpu;

import assay.kernels.KernelUnavailableException;
import assay.kernels.device.DriverException;
import assay.kernels.gpu.code.Code;
import assay.kernels.gpu.code.CodeStore;
import assay.kernels.gpu.code.Module;
import assay.kernels.gpu.driver.GpuContext;
import assay.kernels.gpu.driver.GpuDevice;
import assay.kernels.gpu.driver.GpuLibraries;
import assay.kernels.gpu.driver.GpuModule;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * This process' work on one device: a context, once something is prepared, and code that was
 * loaded.
 */
public final class GpuSession {

  /** A module on the device and where its code came from. */
  record Loaded(GpuModule module, String origin) {}

  private final GpuDevice device;
  private final GpuLibraries libraries;
  private final Path cache;
  private final Map<Module, Loaded> modules = new HashMap<>();
  private CodeStore store;
  private GpuContext context;

  GpuSession(GpuDevice device, GpuLibraries libraries, Path cache) {
    this.device = device;
    this.libraries = libraries;
    this.cache = cache;
  }

  public GpuDevice device() {
    return device;
  }

  /** Where the maker's libraries lie. */
  public GpuLibraries libraries() {
    return libraries;
  }

  /**
   * The context, started by the first call, and this thread's from now on.
   *
   * @throws KernelUnavailableException when the device may not be used
   */
  public synchronized GpuContext context() {
    if (context == null) {
      try {
        context = device.open();
      } catch (DriverException e) {
        throw new KernelUnavailableException(
            device.maker().id(), "%s cannot be used: %s".formatted(device.id(), e.getMessage()));
      }
    }
    context.makeCurrent();
    return context;
  }

  /** Loaded once and kept: kernels over copies of the same data share it. */
  synchronized Loaded module(Module module) {
    return modules.computeIfAbsent(module, this::load);
  }

  /** For people: where kernels' code comes from. */
  synchronized String code() {
    return store().text(device);
  }

  private CodeStore store() {
    if (store == null) {
      store = CodeStore.open(libraries, cache);
    }
    return store;
  }

  private Loaded load(Module module) {
    Code code = store().of(module, device, device.driver().text());
    try {
      return loaded(code);
    } catch (DriverException e) {
      String refusal = refusal(module, code, e);
      if (!code.compiledHere()) {
        throw new KernelUnavailableException(device.maker().id(), refusal);
      }
      return loadReady(module, refusal);
    }
  }

  /** A toolkit may be newer than the driver, which then refuses what its compiler makes. */
  private Loaded loadReady(Module module, String why) {
    Code ready = store.ready(module, device, why);
    try {
      return loaded(ready);
    } catch (DriverException e) {
      throw new KernelUnavailableException(device.maker().id(), refusal(module, ready, e));
    }
  }

  private Loaded loaded(Code code) {
    return new Loaded(context().load(code.image()), code.origin());
  }

  private String refusal(Module module, Code code, DriverException e) {
    return "%s (%s) is not loaded by %s: %s"
        .formatted(module.text(), code.origin(), device.driver().text(), e.getMessage());
  }
}
