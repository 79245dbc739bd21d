package assay.bench.fork;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What HotSpot's error log, the exit code and the output say about a fork that died. */
final class CrashLog {

  /** Numbers that Linux and macOS share. */
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 4, "SIGILL", 6, "SIGABRT", 8, "SIGFPE", 9, "SIGKILL", 11,
          "SIGSEGV", 15, "SIGTERM");

  private static final int BUS_ERROR_LINUX = 7;

  private CrashLog() {}

  /** The signal's name, from the error log when there is one, since the JVM dies by SIGABRT. */
  static String cause(int exitCode, List<String> errorLog) {
    for (String line : errorLog) {
      if (line.startsWith("#  ") && (line.contains("SIG") || line.contains("EXCEPTION_"))) {
        return line.substring(1).strip() + frame(errorLog);
      }
    }
    int signal = exitCode - 128;
    if (signal == 9) {
      return "killed by SIGKILL; when nobody killed it, the machine ran out of memory";
    }
    if (signal > 0 && signal < 65) {
      String number = signal == BUS_ERROR_LINUX ? "SIGBUS" : "signal " + signal;
      return "killed by " + SIGNALS.getOrDefault(signal, number);
    }
    return "ended with exit code " + exitCode;
  }

  private static String frame(List<String> errorLog) {
    int heading = errorLog.indexOf("# Problematic frame:");
    return heading < 0 || heading + 1 >= errorLog.size()
        ? ""
        : ", in " + errorLog.get(heading + 1).substring(1).strip();
  }

  static List<String> read(Path errorLog) {
    try {
      return Files.exists(errorLog)
          ? Files.readAllLines(errorLog, StandardCharsets.ISO_8859_1)
          : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The last line that says anything, for a JVM that refused to start or a failed assertion. */
  static Optional<String> lastWords(Path output) {
    return read(output).stream().filter(CrashLog::tells).reduce((first, second) -> second);
  }

  /** HotSpot's report of a crash is in its log; of its incubator modules it always warns. */
  private static boolean tells(String line) {
    return !line.isBlank()
        && !line.startsWith("#")
        && !line.startsWith("WARNING: Using incubator modules");
  }
}
