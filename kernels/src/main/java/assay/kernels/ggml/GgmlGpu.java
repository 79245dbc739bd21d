package assay.kernels.ggml;

import assay.kernels.Device;
import assay.kernels.DeviceMemory;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.gpu.driver.GpuLibraries;
import assay.kernels.gpu.driver.Maker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One device that computes beside the host's processor.
 *
 * @param device as Assay lists it, by the name that ggml gives it: {@code cuda0}, {@code vulkan0}
 * @param pointer ggml's {@code ggml_backend_dev_t}
 * @param bufferType its own memory
 * @param file the library of its backend
 * @param features what that was built with; empty where it tells nothing
 */
record GgmlGpu(
    Device device,
    MemorySegment pointer,
    MemorySegment bufferType,
    Path file,
    Map<String, String> features) {

  /** As glibc says it. */
  private static final Pattern MISSING =
      Pattern.compile(": (lib[\\w.+-]+): cannot open shared object file");

  /**
   * What the libraries beside the base library have.
   *
   * @param refusals a sentence for each library without a device
   */
  record Found(List<GgmlGpu> devices, List<String> refusals) {}

  /** Opens each library; one that cannot be used leaves the others and the processor alone. */
  static Found in(List<Path> modules, GgmlDevices functions) {
    var devices = new ArrayList<GgmlGpu>();
    var refusals = new ArrayList<String>();
    for (Path file : modules) {
      try {
        List<GgmlGpu> of = of(file, functions);
        devices.addAll(of);
        if (of.isEmpty()) {
          refusals.add(file + " finds no device");
        }
      } catch (UnusableLibraryException e) {
        refusals.add(e.getMessage());
      }
    }
    return new Found(List.copyOf(devices), List.copyOf(refusals));
  }

  private static List<GgmlGpu> of(Path file, GgmlDevices functions)
      throws UnusableLibraryException {
    SharedLibrary library = open(file);
    var registration = GgmlRegistration.of(library, "ggml_backend_init", functions);
    Map<String, String> features = registration.features();
    return registration.devices().stream()
        .map(pointer ->
            new GgmlGpu(
                device(pointer, functions),
                pointer,
                functions.defaultBufferType(pointer),
                file,
                features))
        .toList();
  }

  /**
   * Opens a library after those it needs from a maker's toolkit, whose folder the loader is seldom
   * told of: it takes what is open already.
   */
  private static SharedLibrary open(Path file) throws UnusableLibraryException {
    Optional<GpuLibraries> toolkit =
        maker(file.getFileName().toString()).map(GpuLibraries::fromEnvironment);
    var opened = new HashSet<String>();
    while (true) {
      try {
        // Drivers start threads, which must not outlive their code.
        return SharedLibrary.open(file, Arena.global());
      } catch (UnusableLibraryException e) {
        Matcher missing = MISSING.matcher(e.getMessage());
        if (toolkit.isEmpty() || !missing.find() || !opened.add(missing.group(1))) {
          throw e;
        }
        Path found = toolkit.get().find(List.of(missing.group(1))).orElseThrow(() -> e);
        SharedLibrary.open(found, Arena.global());
      }
    }
  }

  private static Optional<Maker> maker(String file) {
    return file.contains("cuda")
        ? Optional.of(Maker.CUDA)
        : Optional.of(Maker.HIP).filter(hip -> file.contains("hip"));
  }

  private static Device device(MemorySegment pointer, GgmlDevices functions) {
    GgmlDevices.Memory memory = functions.memory(pointer);
    String name = functions.name(pointer);
    return new Device(
        name.toLowerCase(Locale.ROOT),
        functions.description(pointer) + ", as ggml's " + name,
        Optional.of(
            new DeviceMemory(functions.pciAddress(pointer), memory.total(), memory.free(), 0)));
  }
}
