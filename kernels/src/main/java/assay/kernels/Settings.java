package assay.kernels;

import java.util.Optional;

/**
 * How a kernel is to run.
 *
 * @param threads worker threads, the caller included; at least 1
 * @param variant name of one kernel variant of the backend, or empty for the backend's own choice
 */
public record Settings(int threads, Optional<String> variant) {

  public Settings {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
  }

  public static Settings ofThreads(int threads) {
    return new Settings(threads, Optional.empty());
  }
}
