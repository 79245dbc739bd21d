package assay.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A captured machine: one text file that unpacks to a tree of small files.
 *
 * <p>One file instead of a tree, because names such as {@code 0000:c1:00.0} cannot be checked out
 * on every system, and loops of links and files without permission in none. Lines are
 *
 * <pre>
 * # comment
 * /path = text            a file; \n \0 \\ and \xHH are escapes
 * /path &lt;&lt;                 a file of the lines up to a line "&gt;&gt;"
 * /path -> target         a symbolic link
 * /path !denied           a file that this user may not read
 * /path !size 9000000     a file of that many bytes
 * /path !folder           an empty folder
 * </pre>
 *
 * <p>{@code {0-3}} and {@code {0,2}} in a path stand for several files.
 */
final class Capture {

  private static final Pattern BRACES = Pattern.compile("\\{([\\d,-]+)}");

  private final Path folder;
  private final Set<Path> denied = new HashSet<>();

  private Capture(Path folder) throws IOException {
    this.folder = folder.toRealPath();
  }

  /** Unpacks {@code machines/NAME.txt} into an empty folder. */
  static Root machine(String name, Path folder) {
    try (InputStream in = Capture.class.getResourceAsStream("/machines/" + name + ".txt")) {
      return of(new String(in.readAllBytes(), StandardCharsets.UTF_8), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Root of(String text, Path folder) {
    try {
      Capture capture = new Capture(folder);
      Iterator<String> lines = text.lines().iterator();
      while (lines.hasNext()) {
        String line = lines.next();
        if (!line.isBlank() && !line.startsWith("#")) {
          capture.unpack(line, lines);
        }
      }
      return Root.at(folder, capture::open);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private InputStream open(Path file) throws IOException {
    if (denied.contains(file)) {
      throw new AccessDeniedException(file.toString());
    }
    return Files.newInputStream(file);
  }

  private void unpack(String line, Iterator<String> lines) throws IOException {
    String[] words = line.split(" ", 3);
    String rest = words.length > 2 ? words[2] : "";
    byte[] content =
        switch (words[1]) {
          case "=" -> unescape(rest + "\\n");
          case "<<" -> block(lines).getBytes(StandardCharsets.UTF_8);
          case "!size" -> new byte[Integer.parseInt(rest)];
          default -> new byte[0];
        };
    for (String path : expand(words[0])) {
      Path file = folder.resolve(path.substring(1));
      Files.createDirectories(file.getParent());
      switch (words[1]) {
        case "->" -> Files.createSymbolicLink(file, Path.of(rest));
        case "!folder" -> Files.createDirectories(file);
        case "=", "<<", "!size" -> Files.write(file, content);
        case "!denied" -> {
          Files.write(file, content);
          denied.add(file);
        }
        default -> throw new IllegalArgumentException("not a line of a capture: " + line);
      }
    }
  }

  private static String block(Iterator<String> lines) {
    StringBuilder block = new StringBuilder();
    for (String line = lines.next(); !line.equals(">>"); line = lines.next()) {
      block.append(line).append('\n');
    }
    return block.toString();
  }

  private static byte[] unescape(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '\\') {
        plain.append(text.charAt(i));
        continue;
      }
      switch (text.charAt(++i)) {
        case 'n' -> plain.append('\n');
        case '0' -> plain.append('\0');
        case 'x' -> {
          plain.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> plain.append(text.charAt(i));
      }
    }
    // Latin-1, so that \xHH is one byte; captures hold no other letters beyond ASCII.
    return plain.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<String> expand(String path) {
    Matcher braces = BRACES.matcher(path);
    if (!braces.find()) {
      return List.of(path);
    }
    List<String> all = new ArrayList<>();
    for (String part : braces.group(1).split(",")) {
      String[] ends = part.split("-");
      for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
        all.addAll(expand(path.substring(0, braces.start()) + i + path.substring(braces.end())));
      }
    }
    return all;
  }
}
