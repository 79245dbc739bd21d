package assay.kernels.binding;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a driver's libraries may lie; never the working directory.
 *
 * @param variable of the environment, by which a user names folders of their own
 * @param folders to search, first match wins
 */
public record LibraryFolders(String variable, List<Path> folders) {

  private static final List<String> SYSTEM =
      List.of(
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/usr/lib/riscv64-linux-gnu",
          "/usr/lib64",
          "/usr/lib",
          "/usr/local/lib",
          // Where a container gets its driver from.
          "/usr/local/nvidia/lib64",
          "/usr/local/nvidia/lib",
          "/usr/lib/wsl/lib",
          "/run/opengl-driver/lib");

  /**
   * The user's folders, those of the loader's path, then the system's.
   *
   * @param property the same as a system property, which goes before the environment
   */
  public static LibraryFolders fromEnvironment(String variable, String property) {
    return of(variable, Optional.ofNullable(System.getProperty(property)), System.getenv());
  }

  /**
   * @param named folders of the user's, separated by colons; those of the environment without
   */
  public static LibraryFolders of(
      String variable, Optional<String> named, Map<String, String> environment) {
    List<Path> folders = new ArrayList<>();
    add(folders, named.orElse(environment.getOrDefault(variable, "")));
    add(folders, environment.getOrDefault("LD_LIBRARY_PATH", ""));
    SYSTEM.forEach(folder -> folders.add(Path.of(folder)));
    return new LibraryFolders(variable, List.copyOf(folders));
  }

  /** What isn't absolute would be looked for below the working directory. */
  private static void add(List<Path> folders, String separated) {
    Arrays.stream(separated.split(":"))
        .filter(folder -> folder.startsWith("/"))
        .map(Path::of)
        .forEach(folders::add);
  }

  /**
   * Opens the first library of these names that there is; it stays open.
   *
   * @throws UnusableLibraryException naming what was looked for, or what is wrong with it
   */
  public SharedLibrary open(List<String> names) throws UnusableLibraryException {
    return SharedLibrary.open(find(names).orElseThrow(() -> missing(names)), Arena.global());
  }

  public Optional<Path> find(List<String> names) {
    return names.stream()
        .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private UnusableLibraryException missing(List<String> names) {
    return new UnusableLibraryException(
        "no %s in the system's library folders; %s may name another folder"
            .formatted(names.getFirst(), variable));
  }
}
