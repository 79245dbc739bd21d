package assay.bench.cli;

import assay.kernels.Backend;
import assay.kernels.plugin.PluginBackend;
import assay.kernels.plugin.PluginFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Plug-ins that were named. */
final class PluginOptions {

  @Option(
      names = "--plugin",
      paramLabel = "LIBRARY",
      description =
          "A chip's plug-in, a shared library built against assay_plugin.h; it becomes a backend of"
              + " its own name. May be given repeatedly.")
  private List<Path> plugins = new ArrayList<>();

  @Option(
      names = "--plugin-in-process",
      description =
          "Load plug-ins into the process that measures, for a trusted one whose kernels take"
              + " microseconds; the record says so. By default each has a process of its own.")
  private boolean inProcess;

  boolean isGiven() {
    return !plugins.isEmpty();
  }

  /** The known ones and a backend for each plug-in, which is asked in a process of its own. */
  List<Backend> with(List<Backend> known) {
    if (plugins.isEmpty()) {
      if (inProcess) {
        throw new UsageException("--plugin-in-process says how to load what --plugin names");
      }
      return known;
    }
    Set<String> taken = known.stream().map(Backend::id).collect(Collectors.toSet());
    List<Backend> all = new ArrayList<>(known);
    all.addAll(PluginBackend.scouts(plugins.stream().map(this::file).toList(), taken));
    return all;
  }

  private PluginFile file(Path path) {
    return new PluginFile(path.toAbsolutePath().normalize().toString(), inProcess);
  }
}
