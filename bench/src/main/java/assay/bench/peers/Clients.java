package assay.bench.peers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the user has for fetching.
 *
 * @param path folders with programs, as in the environment variable PATH
 * @param mavenRepository for a machine without Maven
 */
record Clients(String path, MavenRepository mavenRepository) {

  static Clients ofUser() {
    return new Clients(
        Optional.ofNullable(System.getenv("PATH")).orElse(""),
        MavenRepository.ofSettings(Path.of(System.getProperty("user.home"), ".m2/settings.xml")));
  }

  /** A program on the path; folders that are not full paths don't count. */
  Optional<Path> program(String name) {
    for (String folder : path.split(File.pathSeparator)) {
      Path program = Path.of(folder).resolve(name);
      if (program.isAbsolute() && Files.isExecutable(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  /** How the archive would be got. */
  String describe(PeerSource source) {
    return switch (source) {
      case PeerSource.Npm npm ->
          program("npm").map(Path::toString).orElse("npm (which is not on the PATH)") + " pack";
      case PeerSource.Maven maven ->
          program("mvn")
              .map(program -> program + " dependency:copy")
              .orElseGet(() -> "HTTP from " + mavenRepository.address(maven));
    };
  }
}
