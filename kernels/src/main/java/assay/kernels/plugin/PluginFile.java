package assay.kernels.plugin;

import java.nio.file.Path;

/**
 * A plug-in that a user named.
 *
 * @param path in full
 * @param inProcess whether the user trusts it with this process; else it gets one of its own
 */
public record PluginFile(String path, boolean inProcess) {

  /** The file's name without what every shared library's has, for one that tells no name. */
  String stem() {
    String file = Path.of(path).getFileName().toString();
    return file.replaceFirst("^lib", "").replaceFirst("\\.(so|dylib|dll)(\\..*)?$", "");
  }

  /** For records. */
  String placement() {
    return inProcess ? "in-process" : "own process";
  }
}
