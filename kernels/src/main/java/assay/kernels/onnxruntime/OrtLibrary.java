package assay.kernels.onnxruntime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An opened and checked ONNX Runtime.
 *
 * @param version as {@code GetVersionString} says, for instance {@code 1.29.0}
 * @param providers execution providers of this build, for instance {@code CPUExecutionProvider}
 */
record OrtLibrary(Path file, String version, OrtApi api, List<String> providers) {

  /**
   * What operators mean has changed over time (the window of attention, the order of soft cap and
   * mask); this is the oldest version that the contract tests were run with.
   */
  private static final int OLDEST_MINOR = 29;

  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\..*");

  private static final MethodHandle BASE = Downcalls.returning(ADDRESS);
  private static final MethodHandle GET_API = Downcalls.returning(ADDRESS, JAVA_INT);
  private static final MethodHandle STRING = Downcalls.returning(ADDRESS);

  /**
   * Finds, opens and checks the library.
   *
   * @throws UnusableLibraryException with a sentence that names the file and what is wrong with it
   */
  static OrtLibrary open(OrtLocator locator) throws UnusableLibraryException {
    // Its threads outlive every arena that we could close.
    SharedLibrary library = SharedLibrary.open(locator.find(), Arena.global());
    MemorySegment entry = library.require("OrtGetApiBase");
    try {
      MemorySegment base =
          ((MemorySegment) BASE.invokeExact(entry)).reinterpret(2 * ADDRESS.byteSize());
      MemorySegment getApi = base.getAtIndex(ADDRESS, 0);
      MemorySegment getVersion = base.getAtIndex(ADDRESS, 1);
      String version = Downcalls.string((MemorySegment) STRING.invokeExact(getVersion));
      checkVersion(library.path(), version);
      var table = (MemorySegment) GET_API.invokeExact(getApi, OLDEST_MINOR);
      if (Downcalls.isNull(table)) {
        throw new UnusableLibraryException(
            "%s is ONNX Runtime %s, yet has no version %d of the C API"
                .formatted(library.path(), version, OLDEST_MINOR));
      }
      var api = new OrtApi(table);
      return new OrtLibrary(library.path(), version, api, api.availableProviders());
    } catch (UnusableLibraryException e) {
      throw e;
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private static void checkVersion(Path file, String version) throws UnusableLibraryException {
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.matches()) {
      throw new UnusableLibraryException(
          "%s calls its version \"%s\", which is no version".formatted(file, version));
    }
    int major = Integer.parseInt(matcher.group(1));
    int minor = Integer.parseInt(matcher.group(2));
    if (major != 1 || minor < OLDEST_MINOR) {
      throw new UnusableLibraryException(
          "%s is ONNX Runtime %s; 1.%d or a newer 1.x is needed"
              .formatted(file, version, OLDEST_MINOR));
    }
  }
}
