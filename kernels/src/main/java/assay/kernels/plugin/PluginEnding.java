package assay.kernels.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What ended the process of a plug-in, in words. */
final class PluginEnding {

  /** Exit codes above this are signals, as a shell has them and Java, too. */
  private static final int SIGNALS = 128;

  /** The same on Linux for x86, Arm and RISC-V, but for SIGBUS, which macOS numbers 10. */
  private static final Map<Integer, String> NAMES =
      Map.of(
          4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 14,
          "SIGALRM", 15, "SIGTERM");

  /** HotSpot ends itself by abort; the signal that it met, and where, is in its log. */
  private static final Pattern SIGNAL = Pattern.compile("(?m)^#\\s+(SIG[A-Z]+) ");

  /**
   * HotSpot's own, as the one on its disassembler when it ends; they say nothing of the plug-in.
   */
  private static final Pattern LOGGED = Pattern.compile("\\[\\d+\\.\\d+s]\\[.*");

  private static final Pattern FRAME = Pattern.compile("(?m)^# C\\s+(\\S.*)$");

  /** Of a log that a library may fill with gigabytes. */
  private static final int MOST_BYTES = 1 << 16;

  private PluginEnding() {}

  /** The end of a sentence: {@code SIGSEGV in [libfoo.so+0x1139] run+0x10}. */
  static String of(int exitCode, Path errorLog) {
    String log = read(errorLog, 0);
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
    return read(log, Long.MAX_VALUE)
        .lines()
        .map(line -> CallArea.line(MemorySegment.ofArray(line.getBytes(UTF_8))))
        .filter(line -> !line.isEmpty() && !line.startsWith("#") && !LOGGED.matcher(line).matches())
        .reduce((first, second) -> second)
        .map(line -> line.substring(0, Math.min(200, line.length())));
  }

  /**
   * @param from where to begin, or what is left there and before if that is less
   */
  private static String read(Path file, long from) {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer part = ByteBuffer.allocate(MOST_BYTES);
      channel.position(Math.min(from, Math.max(0, channel.size() - MOST_BYTES)));
      while (part.hasRemaining() && channel.read(part) > 0) {
        continue;
      }
      return new String(part.array(), 0, part.position(), UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
