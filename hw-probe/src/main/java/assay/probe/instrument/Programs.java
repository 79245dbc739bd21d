package assay.probe.instrument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts programs that the user named, from where the system keeps them and nowhere else. */
final class Programs {

  private Programs() {}

  /**
   * @param name a path from the root, or a name to be found in the absolute folders of PATH; never
   *     in the working directory
   */
  static Optional<Path> find(String name, Map<String, String> environment) {
    if (name.startsWith("/")) {
      return Optional.of(Path.of(name)).filter(Files::isExecutable);
    }
    if (name.contains("/")) {
      return Optional.empty();
    }
    for (String folder : environment.getOrDefault("PATH", "").split(":")) {
      Path file = Path.of(folder).resolve(name);
      if (folder.startsWith("/") && Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Its errors are not mixed with its readings; it runs in the root folder. */
  static Process start(Path program, List<String> arguments) throws IOException {
    return builder(program, arguments).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** Its errors are part of what it says. */
  static Process startWithErrors(Path program, List<String> arguments) throws IOException {
    return builder(program, arguments).redirectErrorStream(true).start();
  }

  private static ProcessBuilder builder(Path program, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    return new ProcessBuilder(command).directory(Path.of("/").toFile());
  }
}
