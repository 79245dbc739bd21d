package assay.kernels.gpu.code;

import assay.kernels.KernelUnavailableException;
import assay.kernels.binding.CodeCache;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.gpu.driver.GpuDevice;
import assay.kernels.gpu.driver.GpuLibraries;
import assay.kernels.gpu.driver.Maker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Code of one maker's kernels: from the disk where it was compiled before, from the run-time
 * compiler, or from the jar.
 *
 * <p>Nothing falls back in silence: code from the jar, used although a compiler is there, says why.
 */
public final class CodeStore {

  private final Maker maker;
  private final CodeCache cache;
  private final Optional<RuntimeCompiler> compiler;
  private final String missing;

  private CodeStore(
      Maker maker, CodeCache cache, Optional<RuntimeCompiler> compiler, String missing) {
    this.maker = maker;
    this.cache = cache;
    this.compiler = compiler;
    this.missing = missing;
  }

  /**
   * @param cache folder for what is compiled; made when it is not there
   */
  public static CodeStore open(GpuLibraries libraries, Path cache) {
    CodeCache kept = new CodeCache(cache);
    try {
      var compiler = RuntimeCompiler.open(libraries);
      return new CodeStore(libraries.maker(), kept, Optional.of(compiler), "");
    } catch (UnusableLibraryException e) {
      return new CodeStore(libraries.maker(), kept, Optional.empty(), e.getMessage());
    }
  }

  /** For people: what {@link #of} will begin with, unless the source or the driver refuses it. */
  public String text(GpuDevice device) {
    return compiler.map(with -> origin(with, device)).orElseGet(() -> readyText(device));
  }

  private String readyText(GpuDevice device) {
    List<String> targets = Packaged.targets(device);
    String packed = targets.stream().filter(Packaged::has).collect(Collectors.joining(" and "));
    return packed.isEmpty()
        ? "none: this build has no %s, and %s".formatted(String.join(" or ", targets), missing)
        : "ready-made %s (%s)".formatted(packed, missing);
  }

  /**
   * Code of a module for a device.
   *
   * @param driver version of the driver, part of the key under which code is kept
   * @throws KernelUnavailableException when there is neither a compiler that takes the source nor
   *     code of it in the jar
   * @throws IllegalStateException when the source does not declare the module, which no bundle
   *     would have then
   */
  public Code of(Module module, GpuDevice device, String driver) {
    Sources sources = Sources.of(module.source());
    sources.requireDeclared(module);
    return of(module, sources, device, driver);
  }

  Code of(Module module, Sources sources, GpuDevice device, String driver) {
    String why = missing;
    if (compiler.isPresent()) {
      try {
        return compiled(compiler.get(), module, sources, device, driver);
      } catch (CompileException e) {
        why = e.getMessage();
      }
    }
    return ready(module, device, why);
  }

  private Code compiled(
      RuntimeCompiler with, Module module, Sources sources, GpuDevice device, String driver)
      throws CompileException {
    List<String> options = options(module, device);
    String key =
        String.join(
            "\0",
            sources.fingerprint(),
            with.version(),
            with.file(),
            driver,
            device.name(),
            options.toString());
    String origin = origin(with, device);
    Optional<byte[]> kept = cache.find(key);
    if (kept.isPresent()) {
      return new Code(image(kept.get()), origin, true);
    }
    byte[] code = with.compile(module.text(), sources, options);
    String note = cache.keep(key, code).map(" (not kept: %s)"::formatted).orElse("");
    return new Code(image(code), origin + note, true);
  }

  private static String origin(RuntimeCompiler with, GpuDevice device) {
    return with.version() + ", " + target(device);
  }

  private List<String> options(Module module, GpuDevice device) {
    List<String> options = new ArrayList<>();
    if (maker == Maker.CUDA) {
      options.addAll(
          List.of("--std=c++17", "--fmad=false", "--gpu-architecture=" + target(device)));
    } else {
      options.addAll(List.of("-std=c++17", "-O3", "-ffp-contract=off"));
      // hiprtc knows the device's own architecture where Linux does not tell it.
      if (device.isArchitectureKnown()) {
        options.add("--offload-arch=" + target(device));
      }
    }
    new TreeMap<>(module.defines())
        .forEach((name, value) -> options.add("-D" + name + "=" + value));
    return options;
  }

  /** From Hopper on, an architecture's own instructions need its name with an "a". */
  private static String target(GpuDevice device) {
    return device.computeCapability() >= 90 ? device.architecture() + "a" : device.architecture();
  }

  /**
   * Ready-made code.
   *
   * @param why what was compiled here is not used
   * @throws KernelUnavailableException when this build has none, with that reason
   */
  public Code ready(Module module, GpuDevice device, String why) {
    List<String> files = Packaged.files(module, device);
    for (String file : files) {
      Optional<byte[]> content = Packaged.read(file);
      if (content.isPresent()) {
        String origin = "ready-made %s (%s)".formatted(file, beginning(why));
        return new Code(image(content.get()), origin, false);
      }
    }
    throw new KernelUnavailableException(
        maker.id(), "this build has no %s, and %s".formatted(String.join(" or ", files), why));
  }

  /** A compiler's first line says that it failed, the one after why. */
  private static String beginning(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .limit(2)
        .collect(Collectors.joining(" "));
  }

  /** PTX is a C string; after machine code the zero does no harm. */
  private static MemorySegment image(byte[] content) {
    MemorySegment image = Arena.ofAuto().allocate(content.length + 1L, 64);
    MemorySegment.copy(MemorySegment.ofArray(content), 0, image, 0, content.length);
    return image;
  }
}
