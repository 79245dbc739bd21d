package assay.kernels.gpu.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel's source with every header it includes, from the jar.
 *
 * @param name without {@code .cu}
 * @param text of the source
 * @param headers text by name, each included by the source or by another of them
 */
record Sources(String name, String text, Map<String, String> headers) {

  private static final Pattern INCLUDE = Pattern.compile("(?m)^#include \"([\\w.]+)\"$");

  /** Only formats are named in capitals. */
  private static final Pattern FORMAT = Pattern.compile("(?m)^struct ([A-Z0-9_]+) ");

  static Sources of(String source) {
    String text = resource(source + ".cu");
    Map<String, String> headers = new LinkedHashMap<>();
    collect(text, headers);
    return new Sources(source, text, headers);
  }

  private static void collect(String text, Map<String, String> headers) {
    Matcher includes = INCLUDE.matcher(text);
    while (includes.find()) {
      String name = includes.group(1);
      // Not here are the model of a device, which tests have, and grids in a build without awk: a
      // compiler misses them where it comes to them.
      if (!headers.containsKey(name) && Module.isPackaged(name)) {
        String header = resource(name);
        headers.put(name, header);
        collect(header, headers);
      }
    }
  }

  private static String resource(String name) {
    try (InputStream in = Sources.class.getResourceAsStream("source/" + name)) {
      if (in == null) {
        throw new IllegalStateException("this build of Assay has no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that decides what comes out of a compiler, but the compiler. */
  String fingerprint() {
    StringBuilder all = new StringBuilder(text);
    headers.forEach((name, header) -> all.append('\0').append(name).append('\0').append(header));
    return all.toString();
  }

  /**
   * Holds a module against what the source declares to be made ahead of time.
   *
   * @throws IllegalStateException when it is not among them, or the declaration cannot be read
   */
  void requireDeclared(Module module) {
    try {
      if (Ready.parse(text, formats()).stream().noneMatch(line -> line.has(module))) {
        throw new IllegalArgumentException(
            "no line /* ready: ... */ of it declares %s, so no bundle would have it"
                .formatted(new TreeMap<>(module.defines())));
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(name + ".cu: " + e.getMessage(), e);
    }
  }

  /** Of all that the source's headers decode. */
  List<String> formats() {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().startsWith("decode_"))
        .flatMap(header -> FORMAT.matcher(header.getValue()).results())
        .map(found -> found.group(1))
        .toList();
  }
}
