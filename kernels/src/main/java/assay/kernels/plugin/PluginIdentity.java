package assay.kernels.plugin;

import java.util.List;

/**
 * What a plug-in says of itself.
 *
 * @param functions those it has, a bit each
 */
public record PluginIdentity(
    String name, String description, String version, String build, long functions) {

  /** For the other process, a line each; the last may be cut. */
  String lines() {
    return String.join(
        "\n", List.of(name, Long.toHexString(functions), build, version, description));
  }

  static PluginIdentity parse(String lines) {
    String[] parts = lines.split("\n", -1);
    return new PluginIdentity(
        parts[0], parts[4], parts[3], parts[2], Long.parseUnsignedLong(parts[1], 16));
  }

  boolean has(PluginFunction function) {
    return function.isIn(functions);
  }
}
