package assay.bench.fork;

import assay.bench.fork.ForkedJvm.Ending;
import assay.bench.subject.KnownBackends;
import assay.kernels.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Lets a child load the libraries of peers before this process does.
 *
 * <p>What a library does when it is loaded, abort, crash, exit or wait for ever, it does to the
 * whole process.
 */
public final class PeerTrial {

  /** Loading takes a tenth of a second; a busy machine and a network disk take longer. */
  public static final int SECONDS = 20;

  private static final String NOT_ASKED_FOR = "not asked for, so its library was not loaded";

  private final List<String> flags;
  private final int seconds;

  /**
   * @param flags of the child
   * @param seconds after which it counts as hung
   */
  public PeerTrial(List<String> flags, int seconds) {
    this.flags = List.copyOf(flags);
    this.seconds = seconds;
  }

  /**
   * The same backends, with a stand-in that gives the reason for each whose library this process
   * must not load.
   *
   * @param wanted ids that are asked for; the libraries of others are left alone
   * @throws IOException when no process can be started or its log cannot be written
   */
  public List<Backend> of(List<Backend> backends, Predicate<String> wanted) throws IOException {
    List<String> ids =
        backends.stream()
            .filter(backend -> !KnownBackends.isJava(backend))
            .map(Backend::id)
            .filter(wanted)
            .toList();
    Map<String, String> refusals = ids.isEmpty() ? Map.of() : refusals(ids);
    return backends.stream()
        .map(backend -> {
          if (KnownBackends.isJava(backend)) {
            return backend;
          }
          String reason = wanted.test(backend.id()) ? refusals.get(backend.id()) : NOT_ASKED_FOR;
          return reason == null ? backend : RefusedBackend.of(backend, reason);
        })
        .toList();
  }

  private Map<String, String> refusals(List<String> ids) throws IOException {
    // Before there is a run folder; the log of a crash is what the library's maker will ask for.
    Path logs = Files.createTempDirectory("assay-trial");
    Map<String, String> refusals = Map.of();
    try {
      refusals = refusals(new ForkedJvm(logs, flags), ids);
      return refusals;
    } finally {
      if (refusals.isEmpty()) {
        Scratch.discard(logs);
      }
    }
  }

  /** All at once, as this process would load them; one by one only to find who failed. */
  private Map<String, String> refusals(ForkedJvm jvm, List<String> ids) throws IOException {
    Map<String, String> refusals = new TreeMap<>();
    Optional<String> together = failure(jvm, ids);
    if (together.isEmpty()) {
      return refusals;
    }
    if (ids.size() == 1) {
      return Map.of(ids.getFirst(), together.get());
    }
    for (String id : ids) {
      failure(jvm, List.of(id)).ifPresent(reason -> refusals.put(id, reason));
    }
    if (refusals.isEmpty()) {
      // Each by itself is fine: then it was chance, as on a machine out of memory, or they are not
      // together.
      together = failure(jvm, ids);
      if (together.isEmpty()) {
        return refusals;
      }
      String reason = "together with %s, %s".formatted(String.join(", ", ids), together.get());
      ids.forEach(id -> refusals.put(id, reason));
    }
    List<String> rest = ids.stream().filter(id -> !refusals.containsKey(id)).toList();
    if (!rest.isEmpty()) {
      refusals.putAll(refusals(jvm, rest));
    }
    return refusals;
  }

  private Optional<String> failure(ForkedJvm jvm, List<String> ids) throws IOException {
    Ending ending =
        jvm.run(
            String.join("-", ids),
            seconds,
            List.of(),
            TrialMain.class.getName(),
            ids.toArray(String[]::new));
    if (ending.exitCode() == TrialMain.SURVIVED) {
      return Optional.empty();
    }
    return Optional.of(
        ending.timedOut()
            ? "its library did not answer within %d s; log: %s".formatted(seconds, ending.output())
            : "its library ended the process that loaded it: "
                + String.join("; ", ending.reasons()));
  }
}
