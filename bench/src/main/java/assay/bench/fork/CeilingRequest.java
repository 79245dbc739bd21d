package assay.bench.fork;

import assay.kernels.vector.ceiling.CacheLevel;
import assay.probe.Machine;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * What the ceilings of the host CPU are measured with.
 *
 * @param caches data and unified levels, smallest first
 * @param threads team sizes, each measured on its own
 * @param seconds in total, about
 */
public record CeilingRequest(List<CacheLevel> caches, List<Integer> threads, int seconds) {

  public static CeilingRequest of(Machine machine, List<Integer> threads, int seconds) {
    int logical = machine.cpu().logicalCores().asOptional().orElse(Collections.max(threads));
    List<CacheLevel> caches =
        machine.caches().stream()
            .filter(cache -> !cache.type().equals("Instruction") && cache.bytes() > 0)
            .sorted(Comparator.comparingInt(Machine.Cache::level))
            .map(cache -> level(cache, logical))
            .toList();
    return new CeilingRequest(caches, threads, seconds);
  }

  private static CacheLevel level(Machine.Cache cache, int logicalCores) {
    int instances = Math.max(1, cache.instances());
    int sharedBy = Math.max(1, logicalCores / instances);
    return new CacheLevel(cache.level(), cache.bytes(), sharedBy, instances);
  }
}
