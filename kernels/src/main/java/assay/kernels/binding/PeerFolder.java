package assay.kernels.binding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where {@code assay backends install} puts libraries: {@code NAME/VERSION} below one root.
 *
 * @param root need not exist
 */
public record PeerFolder(Path root) {

  public static final String VARIABLE = "ASSAY_PEERS";

  public static PeerFolder ofUser() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /** The named folder, or the one below the user's caches (XDG Base Directory Specification). */
  public static PeerFolder of(Map<String, String> environment, Path home) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isBlank()) {
      return new PeerFolder(Path.of(named));
    }
    // The specification says that a path which isn't absolute is to be ignored.
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path caches = cache.startsWith("/") ? Path.of(cache) : home.resolve(".cache");
    return new PeerFolder(caches.resolve("assay").resolve("peers"));
  }

  public Path of(String name, String version) {
    return root.resolve(name).resolve(version);
  }

  /** The installed versions of a peer, newest first; never one below the working directory. */
  public List<Path> installed(String name) {
    if (!root.isAbsolute()) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root.resolve(name))) {
      return folders
          .filter(folder -> startsWithDigit(folder) && Files.isDirectory(folder))
          .sorted(Comparator.comparing(PeerFolder::version, PeerFolder::compare).reversed())
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Unpacking happens beside the versions, under names that begin with a dot. */
  private static boolean startsWithDigit(Path folder) {
    return Character.isDigit(folder.getFileName().toString().charAt(0));
  }

  private static String[] version(Path folder) {
    return folder.getFileName().toString().split("\\D+");
  }

  private static int compare(String[] left, String[] right) {
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int order = Integer.compare(number(left[i]), number(right[i]));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  private static int number(String digits) {
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }
}
