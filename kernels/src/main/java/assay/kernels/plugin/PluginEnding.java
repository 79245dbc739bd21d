package assay.kernels.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What ended the process of a plug-in, in words. */
final class PluginEnding {

  /** Exit codes above this are signals, as a shell has them and Java, too. */
  private static final int SIGNALS = 128;

  /** The same on Linux for x86, Arm and RISC-V, but for SIGBUS, which macOS numbers 10. */
  private static final Map<Integer, String> NAMES =
      Map.of(
          4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 15,
          "SIGTERM");

  /** HotSpot ends itself by abort; the signal that it met, and where, is in its log. */
  private static final Pattern SIGNAL = Pattern.compile("(?m)^#\\s+(SIG[A-Z]+) ");

  private static final Pattern FRAME = Pattern.compile("(?m)^# C\\s+(\\S.*)$");

  private PluginEnding() {}

  /** The end of a sentence: {@code SIGSEGV in [libfoo.so+0x1139] run+0x10}. */
  static String of(int exitCode, Path errorLog) {
    String log = read(errorLog);
    Matcher signal = SIGNAL.matcher(log);
    if (signal.find()) {
      Matcher frame = FRAME.matcher(log);
      return signal.group(1) + (frame.find() ? " in " + frame.group(1).strip() : "");
    }
    return exitCode > SIGNALS
        ? NAMES.getOrDefault(exitCode - SIGNALS, "signal " + (exitCode - SIGNALS))
        : "exit code " + exitCode;
  }

  /** The last line of a plug-in's output. */
  static Optional<String> lastWords(Path log) {
    return read(log)
        .lines()
        .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .reduce((first, second) -> second)
        .map(line -> line.substring(0, Math.min(200, line.length())));
  }

  private static String read(Path file) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return String.join("\n", lines.limit(400).toList());
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }
}
