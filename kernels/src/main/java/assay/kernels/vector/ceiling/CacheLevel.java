package assay.kernels.vector.ceiling;

/**
 * One data or unified cache level.
 *
 * @param level 1, 2, 3, …
 * @param bytes of one instance
 * @param sharedBy logical cores that share one instance
 * @param instances in the machine
 */
public record CacheLevel(int level, long bytes, int sharedBy, int instances) {

  public CacheLevel {
    if (level < 1 || bytes < 1 || sharedBy < 1 || instances < 1) {
      throw new IllegalArgumentException(
          "cache L%d of %d bytes, shared by %d, %d times: all must be positive"
              .formatted(level, bytes, sharedBy, instances));
    }
  }

  /** What one of {@code threads} busy threads can call its own. */
  long share(int threads) {
    return bytes / Math.min(threads, sharedBy);
  }
}
