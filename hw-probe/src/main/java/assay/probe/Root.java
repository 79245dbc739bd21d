package assay.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The file system a machine is read from: {@code /} for this machine, or a folder of captured
 * files.
 *
 * <p>Paths are always written as on the machine, {@code /proc/cpuinfo}. What the files say is not
 * trusted: reads are capped, special files and links that lead out of the folder are refused,
 * binary text is refused, and every failure becomes a {@link Reading} with its reason.
 */
public final class Root {

  /** Far above /proc/cpuinfo of a thousand cores, far below what would hurt. */
  private static final int MAX_BYTES = 8 << 20;

  private static final int MAX_ENTRIES = 8192;

  /** Where bytes come from; tests stand in for files that only root may read. */
  @FunctionalInterface
  interface Opener {
    InputStream open(Path file) throws IOException;
  }

  private final Path base;
  private final boolean live;
  private final Opener opener;

  private Root(Path base, boolean live, Opener opener) {
    this.base = base;
    this.live = live;
    this.opener = opener;
  }

  /** This machine. */
  public static Root live() {
    return new Root(Path.of("/"), true, Files::newInputStream);
  }

  /** A machine captured under a folder; nothing outside the folder is read. */
  public static Root at(Path folder) {
    return at(folder, Files::newInputStream);
  }

  static Root at(Path folder, Opener opener) {
    Path absolute = folder.toAbsolutePath().normalize();
    try {
      return new Root(absolute.toRealPath(), false, opener);
    } catch (IOException e) {
      // Each reading will say that its file is absent.
      return new Root(absolute, false, opener);
    }
  }

  public boolean isLive() {
    return live;
  }

  /** The file's text without trailing blanks; control characters are replaced. */
  public Reading<String> text(String path) {
    return read(path)
        .flatMap((bytes, unit, source) ->
            Texts.isBinary(bytes)
                ? Reading.unreadable(path + " holds binary data, not text")
                : Reading.of(Texts.clean(bytes), "", source));
  }

  /** The file's text, or why not when it is there and empty. */
  public Reading<String> word(String path) {
    return text(path)
        .flatMap((text, unit, source) ->
            text.isBlank()
                ? Reading.unsupported(path + " is empty")
                : Reading.of(text.strip(), "", source));
  }

  public Reading<List<String>> lines(String path) {
    return text(path).map(text -> text.lines().toList());
  }

  /** Strings that end in NUL, as device-tree properties and /proc/self/cmdline hold them. */
  public Reading<List<String>> strings(String path) {
    return read(path)
        .flatMap((bytes, unit, source) -> {
          String all = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
          List<String> parts =
              Arrays.stream(all.split("\0")).filter(part -> !part.isBlank()).toList();
          return parts.stream()
                  .anyMatch(part -> Texts.isBinary(part.getBytes(StandardCharsets.UTF_8)))
              ? Reading.unreadable(path + " holds binary data, not text")
              : Reading.of(parts, "", source);
        });
  }

  /** A whole number, decimal or 0x hexadecimal. */
  public Reading<Long> number(String path) {
    return word(path).flatMap((text, unit, source) -> Numbers.whole(text, source));
  }

  /** {@code KEY=value} lines, as in uevent and os-release; empty when there are none. */
  public Map<String, String> properties(String path) {
    return properties(path, '=');
  }

  /** Lines of a key and a value with a separator of the file's own between them. */
  public Map<String, String> properties(String path, char separator) {
    Map<String, String> found = new TreeMap<>();
    for (String line : lines(path).asOptional().orElse(List.of())) {
      int equals = line.indexOf(separator);
      if (equals > 0) {
        found.put(line.substring(0, equals).strip(), Texts.unquote(line.substring(equals + 1)));
      }
    }
    return found;
  }

  /** Names in a folder, numbers in them in numeric order. */
  public Reading<List<String>> list(String path) {
    try {
      List<String> names = new ArrayList<>();
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(inside(path))) {
        for (Path entry : stream) {
          names.add(entry.getFileName().toString());
          if (names.size() == MAX_ENTRIES) {
            break;
          }
        }
      }
      names.sort(Texts.NATURAL);
      return Reading.of(List.copyOf(names), "", path);
    } catch (IOException | RuntimeException e) {
      return Failures.reading(path, e);
    }
  }

  /** Names in a folder; none when there is no such folder. */
  public List<String> names(String path) {
    return list(path).asOptional().orElse(List.of());
  }

  public boolean exists(String path) {
    try {
      return Files.exists(inside(path));
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /** Whether this user may open the device file for reading and writing. */
  public boolean isUsable(String path) {
    try {
      Path file = inside(path);
      return Files.isReadable(file) && Files.isWritable(file);
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /** Where the symbolic link points, as it is written. */
  public Reading<String> link(String path) {
    try {
      return Reading.of(Files.readSymbolicLink(resolve(path)).toString(), "", path);
    } catch (IOException | RuntimeException e) {
      return Failures.reading(path, e);
    }
  }

  /** The file as it is, for binary tables of drivers. */
  public Reading<byte[]> bytes(String path) {
    return read(path);
  }

  private Reading<byte[]> read(String path) {
    try {
      Path file = inside(path);
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        return Reading.unreadable(path + " is a folder, not a file");
      }
      if (!attributes.isRegularFile()) {
        // A pipe or device node would block the probe for ever.
        return Reading.unreadable(path + " is not a regular file");
      }
      try (InputStream in = opener.open(file)) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        return bytes.length > MAX_BYTES
            ? Reading.unreadable(path + " is larger than " + (MAX_BYTES >> 20) + " MiB")
            : Reading.of(bytes, "", path);
      }
    } catch (IOException | RuntimeException e) {
      return Failures.reading(path, e);
    }
  }

  /** The file under this root; a captured folder's links must not reach the machine we run on. */
  private Path inside(String path) throws IOException {
    Path file = resolve(path);
    if (!live && !file.toRealPath().startsWith(base)) {
      throw new IOException("a link leads out of the folder");
    }
    return file;
  }

  private Path resolve(String path) {
    if (path.indexOf('\0') >= 0) {
      throw new InvalidPathException(path.replace('\0', '?'), "NUL in a path");
    }
    return base.resolve(path.substring(path.startsWith("/") ? 1 : 0));
  }
}
