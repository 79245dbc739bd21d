package assay.bench.conform;

import java.util.List;

/**
 * What a child is to do.
 *
 * @param library path of a plug-in; "" for a backend
 * @param backend id; "" for a plug-in
 * @param variant "" for the backend's own choice
 * @param device id; "" for the first
 * @param probes in this order
 */
record Request(
    String library,
    String backend,
    String variant,
    String device,
    Level level,
    long seed,
    List<String> probes) {

  Request of(List<String> some) {
    return new Request(library, backend, variant, device, level, seed, some);
  }
}
