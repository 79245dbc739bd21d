package assay.bench.cli;

/** What a script learns from a command; "could not measure" is never {@link #OK}. */
final class ExitCode {

  static final int OK = 0;

  /** FAIL, a regression, a wrong result. */
  static final int FAIL = 1;

  /** Wrong usage or unreadable input. */
  static final int USAGE = 2;

  /** Inconclusive, not comparable or not measured. */
  static final int INCONCLUSIVE = 3;

  /** Assay itself failed. */
  static final int FAILED = 4;

  /** As shells report an end by SIGINT. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
