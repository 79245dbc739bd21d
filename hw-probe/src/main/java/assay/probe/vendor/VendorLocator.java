package assay.probe.vendor;

import assay.probe.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a vendor's library may lie.
 *
 * @param names of the file, first match wins
 * @param origin what it comes with, for the sentence that it is not there
 * @param variable of the environment that may name it
 * @param named the one file to use, or empty to search
 * @param folders folders to search, first match wins
 */
public record VendorLocator(
    List<String> names, String origin, String variable, Optional<Path> named, List<Path> folders) {

  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

  private static final int OTHERS_WRITE = 0002;

  /** Of distributions and NixOS. */
  public static final List<Path> SYSTEM_FOLDERS =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu"),
          Path.of("/usr/lib/aarch64-linux-gnu"),
          Path.of("/usr/lib64"),
          Path.of("/usr/lib"),
          Path.of("/usr/local/lib"),
          Path.of("/run/opengl-driver/lib"));

  public VendorLocator {
    names = List.copyOf(names);
    folders = List.copyOf(folders);
  }

  /** The user's choice, if there is one; a property goes before the environment. */
  public static Optional<Path> choice(
      String property, String variable, Map<String, String> environment) {
    return Optional.ofNullable(System.getProperty(property))
        .or(() -> Optional.ofNullable(environment.get(variable)))
        .filter(text -> !text.isEmpty())
        .map(Path::of);
  }

  /** The library's full path, or why there is none to open. */
  public Reading<Path> find() {
    if (named.isPresent()) {
      return usable(named.get());
    }
    for (Path folder : folders) {
      for (String name : names) {
        if (Files.isRegularFile(folder.resolve(name))) {
          return usable(folder.resolve(name));
        }
      }
    }
    return Reading.absent(
        "no %s, which comes with %s, in the system's library folders; %s may name it"
            .formatted(names.getFirst(), origin, variable));
  }

  private static Reading<Path> usable(Path file) {
    if (!file.isAbsolute()) {
      return Reading.unreadable(
          "%s is not a full path, and libraries are never loaded from the working directory"
              .formatted(file));
    }
    if (!Files.isRegularFile(file)) {
      return Reading.absent("no file " + file);
    }
    try {
      if (!startsAsElf(file)) {
        return Reading.unreadable(file + " is no library of this system");
      }
      int mode = (int) Files.getAttribute(file.toRealPath(), "unix:mode");
      return (mode & OTHERS_WRITE) == 0
          ? Reading.of(file, "", file.toString())
          : Reading.unreadable(
              "%s can be written to by everybody, so it is not loaded; chmod o-w %s"
                  .formatted(file, file));
    } catch (IOException | UnsupportedOperationException e) {
      return Reading.unreadable("%s cannot be looked at: %s".formatted(file, e.getMessage()));
    }
  }

  /** The system's loader has no clear words for a text file. */
  private static boolean startsAsElf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(ELF.length), ELF);
    }
  }
}
