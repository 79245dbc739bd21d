package assay.bench.fork;

import assay.kernels.Backend;
import java.util.Map;
import java.util.TreeMap;

/**
 * What this process must not do, since a child did not survive it.
 *
 * @param backends not to be loaded: reasons by id
 * @param specs not to be asked about: reasons by id, then by text of the spec
 */
record PeerFindings(Map<String, String> backends, Map<String, Map<String, String>> specs) {

  PeerFindings() {
    this(new TreeMap<>(), new TreeMap<>());
  }

  Map<String, String> specsOf(String id) {
    return specs.computeIfAbsent(id, any -> new TreeMap<>());
  }

  boolean areNone() {
    return backends.isEmpty() && specs.values().stream().allMatch(Map::isEmpty);
  }

  /** The backend itself, or what stands between it and this process. */
  Backend guarded(Backend backend) {
    String reason = backends.get(backend.id());
    if (reason != null) {
      return RefusedBackend.of(backend, reason);
    }
    Map<String, String> deadly = specsOf(backend.id());
    return deadly.isEmpty() ? backend : new RefusedSpecs(backend, Map.copyOf(deadly));
  }
}
