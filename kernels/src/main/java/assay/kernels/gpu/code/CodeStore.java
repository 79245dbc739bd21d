package assay.kernels.gpu.code;

import assay.kernels.KernelUnavailableException;
import assay.kernels.binding.PrivateCache;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.gpu.driver.GpuDevice;
import assay.kernels.gpu.driver.GpuLibraries;
import assay.kernels.gpu.driver.Maker;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Code of one maker's kernels: from the disk where it was compiled before, from the run-time
 * compiler, or from the jar.
 *
 * <p>Nothing falls back in silence: code from the jar, used although a compiler is there, says why.
 */
public final class CodeStore {

  private final Maker maker;
  private final Path cache;
  private final Optional<RuntimeCompiler> compiler;
  private final String missing;

  private CodeStore(Maker maker, Path cache, Optional<RuntimeCompiler> compiler, String missing) {
    this.maker = maker;
    this.cache = cache;
    this.compiler = compiler;
    this.missing = missing;
  }

  /**
   * @param cache folder for what is compiled; made when it is not there
   */
  public static CodeStore open(GpuLibraries libraries, Path cache) {
    try {
      var compiler = RuntimeCompiler.open(libraries);
      return new CodeStore(libraries.maker(), cache, Optional.of(compiler), "");
    } catch (UnusableLibraryException e) {
      return new CodeStore(libraries.maker(), cache, Optional.empty(), e.getMessage());
    }
  }

  /** For people: which compiler there is, or why none. */
  public String text() {
    return compiler.map(RuntimeCompiler::version).orElse("no run-time compiler: " + missing);
  }

  /**
   * Code of a module for a device.
   *
   * @param driver version of the driver, part of the key under which code is kept
   * @throws KernelUnavailableException when there is neither a compiler that takes the source nor
   *     code of it in the jar
   */
  public Code of(Module module, GpuDevice device, String driver) {
    String why = missing;
    if (compiler.isPresent()) {
      try {
        return compiled(compiler.get(), module, device, driver);
      } catch (CompileException e) {
        why = e.getMessage();
      }
    }
    String reason = why;
    return packaged(module, device)
        .map(code -> new Code(code.image(), code.origin() + " (" + firstLine(reason) + ")"))
        .orElseThrow(() -> new KernelUnavailableException(maker.id(), reason));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }

  private Code compiled(RuntimeCompiler with, Module module, GpuDevice device, String driver)
      throws CompileException {
    Sources sources = Sources.of(module.source());
    List<String> options = options(module, device);
    String key =
        String.join("\0", sources.fingerprint(), with.version(), driver, options.toString());
    String origin = with.version() + ", " + target(device);
    Path file = cache.resolve(PrivateCache.hash(key.getBytes(StandardCharsets.UTF_8)) + ".code");
    try {
      PrivateCache.folder(cache);
      if (!Files.isRegularFile(file)) {
        PrivateCache.write(file, with.compile(module.text(), sources, options));
      }
      return new Code(image(Files.readAllBytes(file)), origin);
    } catch (IOException | UnusableLibraryException e) {
      // A full or read-only disk costs time at every start, not the result.
      return new Code(image(with.compile(module.text(), sources, options)), origin);
    }
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

  /** PTX for any of NVIDIA's devices that is not older; machine code for one of AMD's. */
  private Optional<Code> packaged(Module module, GpuDevice device) {
    String file =
        maker == Maker.CUDA
            ? "ptx/" + module.text() + ".ptx"
            : device.architecture() + "/" + module.text() + ".co";
    try (InputStream in = CodeStore.class.getResourceAsStream("ready/" + file)) {
      if (in == null) {
        return Optional.empty();
      }
      return Optional.of(new Code(image(in.readAllBytes()), "ready-made " + file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** PTX is a C string; after machine code the zero does no harm. */
  private static MemorySegment image(byte[] content) {
    MemorySegment image = Arena.ofAuto().allocate(content.length + 1L, 64);
    MemorySegment.copy(MemorySegment.ofArray(content), 0, image, 0, content.length);
    return image;
  }
}
