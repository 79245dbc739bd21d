package assay.bench.conform;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How thorough: seconds, minutes, or as long as a chip gets warm. */
public enum Level {
  QUICK(10, 12, 60, 20, 2_000, 1_500),
  STANDARD(30, 60, 150, 100, 300_000, 20_000),
  LONG(120, 300, 400, 2_000, 500_000, 300_000);

  private final int checkSeconds;
  private final int repeats;
  private final int pauseMillis;
  private final int cycles;
  private final int runs;
  private final int sustainedMillis;

  Level(int checkSeconds, int repeats, int pauseMillis, int cycles, int runs, int sustainedMillis) {
    this.checkSeconds = checkSeconds;
    this.repeats = repeats;
    this.pauseMillis = pauseMillis;
    this.cycles = cycles;
    this.runs = runs;
    this.sustainedMillis = sustainedMillis;
  }

  /** The level of this command-line name. */
  public static Optional<Level> named(String text) {
    return Arrays.stream(values()).filter(level -> level.text().equals(text)).findFirst();
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** After which a check counts as hung. */
  int checkSeconds() {
    return checkSeconds;
  }

  /** Runs that must give the same bits. */
  int repeats() {
    return repeats;
  }

  /** After which whatever a run wrote late has arrived. */
  int pauseMillis() {
    return pauseMillis;
  }

  /** Kernels prepared, run and closed between two looks at memory. */
  int cycles() {
    return cycles;
  }

  /** Of sustained work, at least. */
  int runs() {
    return runs;
  }

  /** Of sustained work, at least; three times as much at most. */
  int sustainedMillis() {
    return sustainedMillis;
  }
}
