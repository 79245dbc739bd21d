package assay.kernels.opencl;

import assay.kernels.compute.ComputeDevice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel's text with its headers put in, each where it is first included: OpenCL's compilers get
 * one string.
 */
final class Sources {

  private static final Pattern INCLUDE = Pattern.compile("#include \"([\\w.]+)\"");

  /** The other dialect is not for these compilers. */
  private static final String OTHER = "dialect_vulkan.h";

  private Sources() {}

  /**
   * @param name of a kernel that makes sense on OpenCL alone, or of a portable one
   */
  static String of(String name) {
    String file = own(name + ".cl").isPresent() ? name + ".cl" : name + ".kernel";
    return flat(file, new HashSet<>(Set.of(OTHER)));
  }

  private static String flat(String file, Set<String> included) {
    StringBuilder all = new StringBuilder();
    int line = 0;
    for (String text : (Iterable<String>) read(file).lines()::iterator) {
      line++;
      Matcher include = INCLUDE.matcher(text);
      if (!include.matches()) {
        all.append(text).append('\n');
      } else if (included.add(include.group(1))) {
        all.append(
            "#line 1 \"%s\"\n%s#line %d \"%s\"\n"
                .formatted(include.group(1), flat(include.group(1), included), line + 1, file));
      }
    }
    return all.toString();
  }

  private static String read(String file) {
    return own(file)
        .or(() -> text(ComputeDevice.class, file))
        // A build without awk has no grids; no variant asks for a format that needs them.
        .orElseThrow(() -> new IllegalStateException("this build of Assay has no " + file));
  }

  private static Optional<String> own(String file) {
    return text(Sources.class, file);
  }

  private static Optional<String> text(Class<?> beside, String file) {
    try (InputStream in = beside.getResourceAsStream("source/" + file)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
