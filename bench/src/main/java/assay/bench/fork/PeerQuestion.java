package assay.bench.fork;

import assay.kernels.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether a backend supports a spec, as one line of a file. */
record PeerQuestion(String backend, String spec) {

  PeerQuestion(String backend, Spec spec) {
    this(backend, spec.text());
  }

  String line() {
    return backend + " " + spec;
  }

  static PeerQuestion parse(String line) {
    String[] words = line.split(" ", 2);
    return new PeerQuestion(words[0], words[1]);
  }

  /** The one that a child notes beside its list before it asks, and takes back when answered. */
  static Path pending(Path list) {
    return list.resolveSibling(list.getFileName() + "-pending");
  }

  static Optional<PeerQuestion> unanswered(Path list) throws IOException {
    Path pending = pending(list);
    List<String> lines = Files.exists(pending) ? Files.readAllLines(pending) : List.of();
    return lines.stream().findFirst().map(PeerQuestion::parse);
  }
}
