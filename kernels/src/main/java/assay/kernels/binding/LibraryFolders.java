package assay.kernels.binding;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a driver's libraries may lie; never the working directory.
 *
 * @param variable of the environment, by which a user names folders of their own
 * @param named of the user's, in whose order they are searched, for whichever name
 * @param others of which all are searched for the first name, then for the next
 */
public record LibraryFolders(String variable, List<Path> named, List<Path> others) {

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
    Stream<Path> ofLoader = folders(environment.getOrDefault("LD_LIBRARY_PATH", ""));
    return new LibraryFolders(
        variable,
        folders(named.orElse(environment.getOrDefault(variable, ""))).toList(),
        Stream.concat(ofLoader, SYSTEM.stream().map(Path::of)).toList());
  }

  /** What isn't absolute would be looked for below the working directory. */
  private static Stream<Path> folders(String separated) {
    return Arrays.stream(separated.split(":"))
        .filter(folder -> folder.startsWith("/"))
        .map(Path::of);
  }

  /** Also these, after the others. */
  public LibraryFolders and(List<Path> more) {
    return new LibraryFolders(
        variable, named, Stream.concat(others.stream(), more.stream()).toList());
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
    Stream<Path> first =
        named.stream().flatMap(folder -> names.stream().map(name -> folder.resolve(name)));
    Stream<Path> then =
        names.stream().flatMap(name -> others.stream().map(folder -> folder.resolve(name)));
    return Stream.concat(first, then).filter(Files::isRegularFile).findFirst();
  }

  private UnusableLibraryException missing(List<String> names) {
    return new UnusableLibraryException(
        "no %s in the system's library folders; %s may name another folder"
            .formatted(names.getFirst(), variable));
  }
}
