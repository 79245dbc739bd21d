package assay.kernels.vulkan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files by which drivers are known to the Vulkan loader, found as its documentation
 * (LoaderDriverInterface.md) says that it finds them.
 *
 * @param files in the loader's order
 */
record DriverFiles(List<Path> files) {

  /** The older name is looked at where the newer one is not set. */
  static final String VARIABLE = "VK_DRIVER_FILES";

  private static final String OLDER = "VK_ICD_FILENAMES";
  private static final String MORE = "VK_ADD_DRIVER_FILES";

  private static final Pattern LIBRARY = Pattern.compile("\"library_path\"\\s*:\\s*\"([^\"]+)\"");

  static DriverFiles of(Map<String, String> environment) {
    List<Path> places = new ArrayList<>();
    String named = environment.getOrDefault(VARIABLE, environment.getOrDefault(OLDER, ""));
    if (named.isEmpty()) {
      add(places, environment.getOrDefault(MORE, ""), "");
      String home = environment.getOrDefault("HOME", "");
      String folder = "/vulkan/icd.d";
      add(places, environment.getOrDefault("XDG_CONFIG_HOME", home + "/.config"), folder);
      add(places, environment.getOrDefault("XDG_CONFIG_DIRS", "/etc/xdg"), folder);
      add(places, "/etc", folder);
      add(places, environment.getOrDefault("XDG_DATA_HOME", home + "/.local/share"), folder);
      add(places, environment.getOrDefault("XDG_DATA_DIRS", "/usr/local/share:/usr/share"), folder);
    } else {
      add(places, named, "");
    }
    return new DriverFiles(places.stream().flatMap(DriverFiles::files).distinct().toList());
  }

  private static void add(List<Path> places, String separated, String folder) {
    Stream.of(separated.split(":"))
        .filter(place -> place.startsWith("/"))
        .forEach(place -> places.add(Path.of(place + folder)));
  }

  /** A place is a file or a folder of them. */
  private static Stream<Path> files(Path place) {
    if (!Files.isDirectory(place)) {
      return Stream.of(place).filter(Files::isRegularFile);
    }
    try (Stream<Path> entries = Files.list(place)) {
      return entries.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  /** Changes when a driver is installed, removed or replaced. */
  String fingerprint() {
    StringBuilder all = new StringBuilder();
    for (Path file : files) {
      all.append(file).append(' ').append(age(file));
      try {
        Matcher library = LIBRARY.matcher(Files.readString(file));
        if (library.find()) {
          all.append(' ').append(age(file.resolveSibling(library.group(1))));
        }
      } catch (IOException | IllegalArgumentException e) {
        all.append(" unreadable");
      }
      all.append('\n');
    }
    return all.toString();
  }

  private static String age(Path file) {
    try {
      return Files.getLastModifiedTime(file).toString();
    } catch (IOException e) {
      // A bare name, for the system's loader to find.
      return "elsewhere";
    }
  }
}
