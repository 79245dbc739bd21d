package assay.kernels.ggml;

import static java.lang.foreign.ValueLayout.ADDRESS;

import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An opened and checked ggml.
 *
 * @param version as {@code ggml_version} says, for instance {@code 0.25.1}
 * @param commit as {@code ggml_commit} says
 * @param modules libraries of other devices than the processor, not yet opened
 */
record GgmlLibrary(
    SharedLibrary base,
    String version,
    String commit,
    GgmlTensors tensors,
    GgmlTypes types,
    GgmlDevices devices,
    GgmlCpu cpu,
    GgmlThreads threads,
    List<Path> modules) {

  /** The version whose C API this package was written against; older ones lack formats. */
  private static final int OLDEST_MAJOR = 0;

  private static final int OLDEST_MINOR = 21;

  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

  private static final Pattern CHOICE = Pattern.compile("GGML_\\w+|\\w+_VISIBLE_DEVICES");

  private static final long PROBE_BYTES = 4096;

  private static final MethodHandle STRING = Downcalls.returning(ADDRESS);

  /**
   * Finds, opens and checks the libraries.
   *
   * @throws UnusableLibraryException with a sentence that names the file and what is wrong with it
   */
  static GgmlLibrary open(GgmlLocator locator) throws UnusableLibraryException {
    GgmlLocator.Found found = locator.find();
    // The CPU modules name the base library as a dependency: opened first, they share this one.
    SharedLibrary base = SharedLibrary.open(found.base(), Arena.global());
    String version = string(base, "ggml_version");
    checkVersion(base, version);
    GgmlLog.quieten(base);
    var tensors = new GgmlTensors(base);
    checkContext(base, tensors);
    var types = new GgmlTypes(base);
    var devices = new GgmlDevices(base);
    GgmlCpu cpu = GgmlCpu.open(found.variants(), devices);
    var threads = new GgmlThreads(base, devices, cpu.registration());
    String commit = string(base, "ggml_commit");
    return new GgmlLibrary(
        base, version, commit, tensors, types, devices, cpu, threads, found.modules());
  }

  private static void checkVersion(SharedLibrary base, String version)
      throws UnusableLibraryException {
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.matches()) {
      throw new UnusableLibraryException(
          "%s calls its version \"%s\", which is no version".formatted(base.path(), version));
    }
    int major = Integer.parseInt(matcher.group(1));
    int minor = Integer.parseInt(matcher.group(2));
    if (major == OLDEST_MAJOR && minor < OLDEST_MINOR) {
      throw new UnusableLibraryException(
          "%s is ggml %s; %d.%d or newer is needed"
              .formatted(base.path(), version, OLDEST_MAJOR, OLDEST_MINOR));
    }
  }

  /** Whether {@code struct ggml_init_params} arrives as it was passed. */
  private static void checkContext(SharedLibrary base, GgmlTensors tensors)
      throws UnusableLibraryException {
    MemorySegment context = tensors.init(PROBE_BYTES);
    boolean same = tensors.memSize(context) == PROBE_BYTES && tensors.noAlloc(context);
    tensors.free(context);
    if (!same) {
      throw new UnusableLibraryException(
          "%s lays out ggml_init_params in a way that Assay doesn't know".formatted(base.path()));
    }
  }

  private static String string(SharedLibrary base, String function)
      throws UnusableLibraryException {
    MemorySegment address = base.require(function);
    try {
      return Downcalls.string((MemorySegment) STRING.invokeExact(address));
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** For the record: what makes two ggml figures different. */
  Map<String, String> provenance() {
    var details = new TreeMap<String, String>();
    details.put("library", "ggml");
    details.put("version", version);
    details.put("commit", commit);
    String chosen = choices(System.getenv());
    if (!chosen.isEmpty()) {
      details.put("environment", chosen);
    }
    return details;
  }

  /** What ggml and its drivers read from the environment to take other devices or kernels. */
  static String choices(Map<String, String> environment) {
    return new TreeMap<>(environment)
        .entrySet().stream()
            .filter(entry -> CHOICE.matcher(entry.getKey()).matches())
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(" "));
  }

  /** And of the processor's backend. */
  Map<String, String> provenanceOfCpu() {
    var details = new TreeMap<>(provenance());
    details.put("tier", cpu.variant().tier());
    details.put("file", cpu.variant().file().toString());
    details.put("features", String.join(" ", cpu.features().keySet()));
    return details;
  }
}
