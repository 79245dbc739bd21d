package assay.bench.subject;

import assay.probe.Machine;
import java.util.List;

/** The cache that weights must not fit for a case to be cold. */
public final class LastCache {

  /**
   * Larger than the last level of most machines, so that an unknown one is rather cold than hot.
   */
  private static final long UNKNOWN_BYTES = 64L << 20;

  private LastCache() {}

  /** All instances of the highest level together; 64 MiB where the machine states no cache. */
  public static long bytes(List<Machine.Cache> caches) {
    int last = caches.stream().mapToInt(Machine.Cache::level).max().orElse(0);
    long bytes =
        caches.stream()
            .filter(cache -> cache.level() == last && !cache.type().equals("Instruction"))
            // One level may come in several sizes: one die of two with stacked cache, for instance.
            .mapToLong(cache -> cache.bytes() * Math.max(1, cache.instances()))
            .sum();
    return bytes > 0 ? bytes : UNKNOWN_BYTES;
  }
}
