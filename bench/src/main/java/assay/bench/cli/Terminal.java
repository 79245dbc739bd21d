package assay.bench.cli;

import java.util.Map;

/**
 * What the output goes to.
 *
 * @param columns to write in
 * @param colour whether escape sequences for colour are welcome
 * @param interactive whether standard error is a person's terminal, where a bar may move
 */
record Terminal(int columns, boolean colour, boolean interactive) {

  private static final int MOST_COLUMNS = 100;

  /**
   * Standard output and error as this process was started.
   *
   * <p>Java tells only whether both input and output are terminals, so the launcher, a shell script
   * that can ask for each, says it in {@code assay.stdout.tty} and {@code assay.stderr.tty}.
   */
  static Terminal detect(Map<String, String> environment) {
    boolean noColour = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean dumb = "dumb".equals(environment.get("TERM"));
    return new Terminal(
        columns(environment.get("COLUMNS")),
        Boolean.getBoolean("assay.stdout.tty") && !noColour && !dumb,
        Boolean.getBoolean("assay.stderr.tty") && !dumb && environment.get("CI") == null);
  }

  private static int columns(String text) {
    if (text == null || !text.matches("\\d{1,4}")) {
      return MOST_COLUMNS;
    }
    return Math.clamp(Integer.parseInt(text), 40, MOST_COLUMNS);
  }
}
