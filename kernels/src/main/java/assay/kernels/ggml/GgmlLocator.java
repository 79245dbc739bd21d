package assay.kernels.ggml;

import assay.kernels.binding.PeerFolder;
import assay.kernels.binding.UnusableLibraryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where ggml's libraries may lie, and which CPU variant is wanted.
 *
 * @param named the one folder to look in, or empty to search
 * @param folders folders to search, first match wins
 * @param tier name of a CPU variant such as {@code haswell}, or empty for the best one
 */
record GgmlLocator(Optional<Path> named, List<Path> folders, Optional<String> tier) {

  static final String PROPERTY = "assay.ggml";
  static final String VARIABLE = "ASSAY_GGML";
  static final String TIER_PROPERTY = "assay.ggml.cpu";
  static final String TIER_VARIABLE = "ASSAY_GGML_CPU";

  private static final Pattern BASE =
      Pattern.compile("(?:lib)?ggml-base(?:[.-][\\w.-]*)?\\.(?:so[\\d.]*|dylib|dll)");

  private static final Pattern CPU =
      Pattern.compile("(?:lib)?ggml-cpu(?:-(\\w+))?\\.(?:so[\\d.]*|dylib|dll)");

  /**
   * Backends whose devices compute beside the host's processor. Not {@code rpc}, whose devices are
   * somewhere else, nor {@code blas}, which only helps the processor.
   */
  private static final Pattern MODULE =
      Pattern.compile(
          "(?:lib)?ggml-(cann|cuda|hexagon|hip|metal|musa|opencl|openvino|sycl|vulkan|webgpu|zdnn)"
              + "\\.(?:so[\\d.]*|dylib|dll)");

  /** Debian keeps the CPU variants two levels below the folder of the base library. */
  private static final int DEPTH = 3;

  private static final List<Path> SYSTEM_FOLDERS =
      List.of(
          Path.of("/usr/local/lib"),
          Path.of("/usr/lib/x86_64-linux-gnu"),
          Path.of("/usr/lib/aarch64-linux-gnu"),
          Path.of("/usr/lib/riscv64-linux-gnu"),
          Path.of("/usr/lib64"),
          Path.of("/usr/lib"),
          Path.of("/opt/homebrew/lib"));

  /**
   * One build of the CPU backend.
   *
   * @param tier the name of its instruction-set tier, {@code default} for the only one of a build
   */
  record CpuVariant(String tier, Path file) {}

  /** The libraries of one folder; modules are those of other devices than the processor. */
  record Found(Path base, List<CpuVariant> variants, List<Path> modules) {}

  /** The user's choice, if there is one; a property goes before the environment. */
  static GgmlLocator fromEnvironment() {
    var folders = new ArrayList<>(PeerFolder.ofUser().installed("ggml"));
    folders.addAll(SYSTEM_FOLDERS);
    return new GgmlLocator(
        setting(PROPERTY, VARIABLE).map(Path::of), folders, setting(TIER_PROPERTY, TIER_VARIABLE));
  }

  private static Optional<String> setting(String property, String variable) {
    String text = System.getProperty(property);
    return Optional.ofNullable(text != null ? text : System.getenv(variable))
        .filter(value -> !value.isBlank());
  }

  Found find() throws UnusableLibraryException {
    if (named.isPresent() && !named.get().isAbsolute()) {
      throw new UnusableLibraryException(
          "%s is not a full path, and libraries are never loaded from the working directory"
              .formatted(named.get()));
    }
    List<Path> places = named.map(List::of).orElse(folders);
    for (Path place : places) {
      Optional<Path> base = baseIn(place);
      if (base.isPresent()) {
        return new Found(base.get(), variantsUnder(place), modulesUnder(place));
      }
    }
    throw new UnusableLibraryException(
        ("no libggml-base in %s; get it with \"assay backends install ggml\","
                + " or name the folder of ggml's shared libraries with %s or -D%s")
            .formatted(places, VARIABLE, PROPERTY));
  }

  private static Optional<Path> baseIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> matcher(BASE, file).matches()).sorted().findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private List<CpuVariant> variantsUnder(Path folder) throws UnusableLibraryException {
    List<CpuVariant> all = variantsIn(folder);
    if (all.isEmpty()) {
      throw new UnusableLibraryException(
          "%s has libggml-base but no libggml-cpu".formatted(folder));
    }
    List<CpuVariant> wanted =
        all.stream().filter(variant -> tier.isEmpty() || tier.get().equals(variant.tier)).toList();
    if (wanted.isEmpty()) {
      throw new UnusableLibraryException(
          "%s has no libggml-cpu-%s; there are %s"
              .formatted(folder, tier.get(), all.stream().map(CpuVariant::tier).toList()));
    }
    return wanted;
  }

  private static List<CpuVariant> variantsIn(Path folder) throws UnusableLibraryException {
    return filesUnder(folder).stream()
        .map(file -> variant(file, matcher(CPU, file)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** A library and its links with version numbers are one module. */
  private static List<Path> modulesUnder(Path folder) throws UnusableLibraryException {
    var modules = new TreeMap<String, Path>();
    for (Path file : filesUnder(folder)) {
      Matcher name = matcher(MODULE, file);
      if (name.matches()) {
        modules.putIfAbsent(name.group(1), file);
      }
    }
    return List.copyOf(modules.values());
  }

  private static List<Path> filesUnder(Path folder) throws UnusableLibraryException {
    Path below = folder.resolve("ggml");
    try (Stream<Path> here = Files.list(folder);
        Stream<Path> deeper =
            Files.isDirectory(below) ? Files.walk(below, DEPTH) : Stream.<Path>empty()) {
      return Stream.concat(here, deeper).sorted().toList();
    } catch (IOException e) {
      throw new UnusableLibraryException(
          "%s cannot be listed: %s".formatted(folder, e.getMessage()));
    }
  }

  private static Optional<CpuVariant> variant(Path file, Matcher name) {
    if (!name.matches()) {
      return Optional.empty();
    }
    return Optional.of(new CpuVariant(Optional.ofNullable(name.group(1)).orElse("default"), file));
  }

  private static Matcher matcher(Pattern pattern, Path file) {
    return pattern.matcher(file.getFileName().toString());
  }
}
