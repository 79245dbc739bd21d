package assay.kernels.plugin;

import java.util.List;

/**
 * What a plug-in says of itself.
 *
 * @param functions those it has, a bit each
 */
public record PluginIdentity(
    String name, String description, String version, String build, long functions) {

  /** For the other process, a line each. */
  String lines() {
    return String.join(
        "\n", List.of(name, description, version, build, Long.toHexString(functions)));
  }

  static PluginIdentity parse(String lines) {
    String[] parts = lines.split("\n", -1);
    return new PluginIdentity(
        parts[0], parts[1], parts[2], parts[3], Long.parseUnsignedLong(parts[4], 16));
  }

  boolean has(PluginFunction function) {
    return function.isIn(functions);
  }
}
