package assay.kernels.plugin;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.DeviceLostException;
import assay.kernels.DeviceMemory;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.binding.UnusableLibraryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A chip by way of its maker's plug-in, under the name that the plug-in has.
 *
 * <p>Where the plug-in's process ended, another is started for the next question.
 */
public final class PluginBackend implements Backend {

  private static final Settings USUAL = Settings.ofThreads(1);

  /** Questions that its process may die of; each costs a process, and perhaps a wait. */
  private static final int MOST_DEADLY = 4;

  private final PluginFile file;
  private final PluginFile loadedFrom;

  /** A device with its number in the plug-in. */
  private record Target(int index, Device device) {}

  private Plugin plugin;
  private String problem = "";
  private String name = "";
  private String fallbackId;
  private int deadly;
  private List<Target> targets = List.of();
  private final List<String> remarks = new ArrayList<>();
  private final Map<Integer, PluginSession> sessions = new HashMap<>();

  public PluginBackend(PluginFile file) {
    this(file, file);
  }

  private PluginBackend(PluginFile file, PluginFile loadedFrom) {
    this.file = file;
    this.loadedFrom = loadedFrom;
    fallbackId = file.stem();
  }

  /**
   * For planning: all are asked in processes of their own, trusted or not. Each is under its own
   * name; one whose name is taken is listed under that of its file, as not available.
   *
   * @param taken names of other backends
   */
  public static List<Backend> scouts(List<PluginFile> files, Set<String> taken) {
    Map<String, String> owners = new HashMap<>();
    taken.forEach(id -> owners.put(id, "a backend of Assay"));
    Set<String> ids = new HashSet<>(taken);
    List<Backend> backends = new ArrayList<>();
    for (PluginFile file : files) {
      PluginBackend backend = new PluginBackend(file, new PluginFile(file.path(), false));
      if (backend.isNamed()) {
        String owner = owners.putIfAbsent(backend.id(), file.path());
        if (owner != null) {
          backend.refuse(
              "%s is called %s, as is %s, and a run can have one of the name"
                  .formatted(file.path(), backend.id(), owner));
        }
      }
      backend.fallBackTo(ids);
      ids.add(backend.id());
      backends.add(backend);
    }
    return backends;
  }

  private synchronized boolean isNamed() {
    plugin();
    return !name.isEmpty();
  }

  private synchronized void refuse(String reason) {
    plugin().ifPresent(Plugin::close);
    plugin = null;
    name = "";
    problem = reason;
    targets = List.of();
  }

  private synchronized void fallBackTo(Set<String> taken) {
    if (name.isEmpty()) {
      String stem = file.stem();
      for (int number = 2; taken.contains(fallbackId); number++) {
        fallbackId = stem + "-" + number;
      }
    }
  }

  public PluginFile file() {
    return file;
  }

  /** Of the library's own choice, which is loaded for it. */
  @Override
  public synchronized String id() {
    plugin();
    return name.isEmpty() ? fallbackId : name;
  }

  @Override
  public synchronized String description() {
    return plugin()
        .map(loaded -> loaded.identity().description())
        .filter(text -> !text.isBlank())
        .orElse("plug-in " + file.path());
  }

  /** Empty where it cannot be had, and then {@link #problem} says why. */
  private Optional<Plugin> plugin() {
    if (plugin != null && plugin.isLost()) {
      plugin = null;
    }
    if (plugin == null && problem.isEmpty()) {
      load();
    }
    return Optional.ofNullable(plugin);
  }

  private void load() {
    sessions.clear();
    try {
      plugin = Plugin.open(loadedFrom);
      name = plugin.identity().name();
    } catch (UnusableLibraryException e) {
      problem = e.getMessage();
      return;
    }
    try {
      list(plugin);
    } catch (PluginException | PluginLostException e) {
      problem = e.getMessage();
      targets = List.of();
    }
  }

  private void list(Plugin loaded) {
    remarks.clear();
    Plugin.Probe probe = loaded.probe();
    List<Target> found = new ArrayList<>();
    for (int i = 0; i < probe.devices(); i++) {
      device(loaded, i).ifPresent(found::add);
    }
    targets = List.copyOf(found);
    if (!targets.isEmpty()) {
      problem = "";
    } else if (!remarks.isEmpty()) {
      problem = remarks.getFirst();
    } else {
      problem =
          probe.reason().isEmpty()
              ? "%s has no devices and does not say why".formatted(file.path())
              : "it has no devices: " + probe.reason();
    }
  }

  private Optional<Target> device(Plugin loaded, int index) {
    PluginDevice found;
    try {
      found = loaded.device(index);
    } catch (PluginException e) {
      remarks.add("device %d: %s".formatted(index, e.getMessage()));
      return Optional.empty();
    }
    if (found.memoryBytes() <= 0 || found.freeBytes() < 0 || found.lastCacheBytes() < 0) {
      remarks.add(
          "device %d (%s) reports %s bytes of memory, %s free, behind a cache of %s, which no device has"
              .formatted(
                  index,
                  found.name(),
                  Long.toUnsignedString(found.memoryBytes()),
                  Long.toUnsignedString(found.freeBytes()),
                  Long.toUnsignedString(found.lastCacheBytes())));
      return Optional.empty();
    }
    String id = loaded.identity().name() + index;
    if (found.type() == PluginDevice.Type.CPU) {
      return Optional.of(new Target(index, new Device(id, found.name())));
    }
    var memory =
        new DeviceMemory(
            found.pciAddress(), found.memoryBytes(), found.freeBytes(), found.lastCacheBytes());
    return Optional.of(new Target(index, new Device(id, found.name(), Optional.of(memory))));
  }

  @Override
  public synchronized Availability availability() {
    plugin();
    return problem.isEmpty() ? Availability.available() : Availability.unavailable(problem);
  }

  @Override
  public synchronized List<Device> devices() {
    plugin();
    return targets.stream().map(Target::device).toList();
  }

  @Override
  public synchronized List<String> remarks() {
    plugin();
    return targets.isEmpty() ? List.of() : List.copyOf(remarks);
  }

  @Override
  public synchronized Support supports(Spec spec, Device device) {
    Optional<Plugin> loaded = plugin();
    Optional<Target> target = target(device);
    if (loaded.isEmpty() || target.isEmpty()) {
      return Support.no(problem.isEmpty() ? "no device " + device.id() : problem);
    }
    try {
      PluginSupport support = loaded.get().query(target.get().index(), spec, USUAL);
      return refusal(support).map(Support::no).orElse(Support.yes());
    } catch (PluginException e) {
      return Support.no(e.getMessage());
    } catch (PluginLostException e) {
      count(e);
      return Support.no(e.getMessage());
    }
  }

  private void count(PluginLostException end) {
    deadly++;
    if (deadly == MOST_DEADLY) {
      problem =
          "%d questions ended its process, so it is asked no more; the last time %s"
              .formatted(deadly, end.getMessage());
      targets = List.of();
    }
  }

  private static Optional<String> refusal(PluginSupport support) {
    if (support.level() == PluginSupport.Level.UNSUPPORTED) {
      return Optional.of(
          support.reason().isEmpty() ? "the plug-in does not say why" : support.reason());
    }
    return support.arithmetic().isPresent()
        ? Optional.empty()
        : Optional.of("the plug-in declares a rounding that Assay cannot hold a result against");
  }

  @Override
  public synchronized List<String> variants(Spec spec) {
    return plugin()
        .filter(loaded -> !targets.isEmpty())
        .map(loaded -> variants(loaded, spec))
        .orElse(List.of());
  }

  private List<String> variants(Plugin loaded, Spec spec) {
    try {
      return targets.stream()
          .flatMap(target -> loaded.query(target.index(), spec, USUAL).variants().stream())
          .distinct()
          .toList();
    } catch (PluginException e) {
      return List.of();
    } catch (PluginLostException e) {
      count(e);
      return List.of();
    }
  }

  /** What the plug-in promises of a spec, to hold it to. */
  public synchronized Optional<PluginSupport> support(Spec spec, Device device) {
    Optional<Plugin> loaded = plugin();
    return target(device)
        .flatMap(target -> loaded.map(own -> own.query(target.index(), spec, USUAL)));
  }

  /** The library and its process, for who asks more than a backend can; empty when unavailable. */
  public synchronized Optional<Plugin> loaded() {
    return plugin();
  }

  /** Of a device as the plug-in numbers it. */
  public synchronized Optional<Integer> index(Device device) {
    plugin();
    return target(device).map(Target::index);
  }

  /**
   * Makes the next run on a device fail, to see whether that is noticed. A kernel must be open.
   *
   * @throws PluginException when the plug-in cannot
   */
  public synchronized void inject(Device device, PluginFault fault, long argument) {
    Plugin loaded = plugin().orElseThrow();
    if (!loaded.has(PluginFunction.INJECT)) {
      throw new PluginException(PluginStatus.UNSUPPORTED, id() + " has no inject");
    }
    sessions.get(target(device).orElseThrow().index()).inject(fault, argument);
  }

  @Override
  public synchronized PreparedKernel prepare(
      Spec spec, Device device, Inputs inputs, Settings settings) {
    Plugin loaded = plugin().orElseThrow(() -> new KernelUnavailableException(id(), problem));
    Target target =
        target(device)
            .orElseThrow(() -> new KernelUnavailableException(id(), "no device " + device.id()));
    PluginSession session =
        sessions.computeIfAbsent(target.index(), index -> new PluginSession(loaded, index));
    try {
      PluginSupport support = loaded.query(target.index(), spec, settings);
      refusal(support)
          .ifPresent(reason -> {
            throw new KernelUnavailableException(id(), reason);
          });
      settings
          .variant()
          .filter(name -> !support.variants().contains(name))
          .ifPresent(name -> {
            throw new KernelUnavailableException(
                id(),
                "no variant %s; for %s there are %s".formatted(name, spec, support.variants()));
          });
      return loaded.has(PluginFunction.ENQUEUE) && loaded.has(PluginFunction.AWAIT)
          ? new PluginQueuedKernel(session, device, spec, inputs, settings, support)
          : new PluginKernel(session, device, spec, inputs, settings, support);
    } catch (PluginException e) {
      throw failed(device, e);
    } catch (PluginLostException e) {
      throw new DeviceLostException(device.id(), e.getMessage());
    }
  }

  private RuntimeException failed(Device device, PluginException e) {
    return switch (e.status()) {
      case UNSUPPORTED, UNAVAILABLE, OUT_OF_MEMORY, INVALID ->
          new KernelUnavailableException(id(), e.getMessage());
      case DEVICE_LOST, TIMEOUT -> new DeviceLostException(device.id(), e.getMessage());
      case OK, FAILED -> new IllegalStateException(e.getMessage(), e);
    };
  }

  private Optional<Target> target(Device device) {
    return targets.stream().filter(one -> one.device().id().equals(device.id())).findFirst();
  }
}
