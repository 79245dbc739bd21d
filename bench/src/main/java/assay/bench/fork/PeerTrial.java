package assay.bench.fork;

import assay.bench.subject.KnownBackends;
import assay.kernels.Backend;
import assay.kernels.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * Lets a child load the libraries of peers before this process does, and ask them which specs they
 * support, which some answer with code of their own.
 *
 * <p>What a library does then, abort, crash, exit or wait for ever, it does to the whole process.
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
   * must not load, or must not ask about a spec.
   *
   * @param wanted ids that are asked for; the libraries of others are left alone
   * @param specs that the backends will be asked about
   * @throws IOException when no process can be started or its log cannot be written
   */
  public List<Backend> of(List<Backend> backends, Predicate<String> wanted, List<Spec> specs)
      throws IOException {
    List<String> ids =
        backends.stream()
            .filter(backend -> !KnownBackends.isJava(backend))
            .map(Backend::id)
            .filter(wanted)
            .toList();
    PeerFindings findings = ids.isEmpty() ? new PeerFindings() : findings(ids, specs);
    return backends.stream()
        .map(backend ->
            KnownBackends.isJava(backend) || wanted.test(backend.id())
                ? findings.guarded(backend)
                : RefusedBackend.of(backend, NOT_ASKED_FOR))
        .toList();
  }

  private PeerFindings findings(List<String> ids, List<Spec> specs) throws IOException {
    // Before there is a run folder; the log of a crash is what the library's maker will ask for.
    Path logs = Files.createTempDirectory("assay-trial");
    var findings = new PeerFindings();
    try {
      new PeerInquiry(new ForkedJvm(logs, flags), logs, seconds, specs, findings).about(ids);
      return findings;
    } finally {
      if (findings.areNone()) {
        Scratch.discard(logs);
      }
    }
  }
}
