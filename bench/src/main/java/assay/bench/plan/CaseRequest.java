package assay.bench.plan;

import assay.datasets.suite.SuiteEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a user asked for, before anyone has looked whether it can run.
 *
 * @param backends ids with optional variant, as in {@code vector/VectorMatmulTile}; empty for all
 *     that are available
 * @param threads team sizes, each a case of its own
 * @param caches {@code hot}, {@code cold} or both
 * @param weights file that real rows come from; empty for the slice that ships with Assay
 */
public record CaseRequest(
    List<SuiteEntry> entries,
    List<BackendChoice> backends,
    List<Integer> threads,
    List<String> caches,
    long seed,
    Optional<Path> weights) {

  public static final List<String> CACHES = List.of("hot", "cold");

  public CaseRequest {
    for (String cache : caches) {
      if (!CACHES.contains(cache)) {
        throw new IllegalArgumentException(
            "unknown cache state \"%s\"; there are hot and cold".formatted(cache));
      }
    }
    for (int team : threads) {
      if (team < 1) {
        throw new IllegalArgumentException("threads must be at least 1, not " + team);
      }
    }
  }
}
