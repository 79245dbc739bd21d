package assay.bench.subject;

import assay.probe.Machine;
import java.util.Comparator;
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
    return caches.stream()
        .filter(cache -> !cache.type().equals("Instruction"))
        .max(Comparator.comparingInt(Machine.Cache::level))
        .map(cache -> cache.bytes() * Math.max(1, cache.instances()))
        .orElse(UNKNOWN_BYTES);
  }
}
