package assay.bench.subject;

import assay.kernels.Backend;
import assay.kernels.Backends;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Assay's own backends, then those that a jar on the class path offers.
 *
 * <p>A vendor's backend needs no change here: its jar names the class in {@code
 * META-INF/services/assay.kernels.Backend}.
 */
public final class KnownBackends {

  private static final Set<String> JAVA = Set.of("vector", "scalar", "reference");

  private KnownBackends() {}

  public static List<Backend> all() {
    List<Backend> backends = new ArrayList<>(Backends.all());
    ServiceLoader.load(Backend.class).forEach(backends::add);
    return List.copyOf(backends);
  }

  /** Whether it loads no library, which could end the process that it is in. */
  public static boolean isJava(Backend backend) {
    return JAVA.contains(backend.id());
  }

  public static List<String> ids() {
    return all().stream().map(Backend::id).toList();
  }

  /**
   * @throws IllegalArgumentException naming the backends there are
   */
  public static Backend named(String id) {
    return all().stream()
        .filter(backend -> backend.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "unknown backend \"%s\"; there are %s".formatted(id, String.join(", ", ids()))));
  }
}
