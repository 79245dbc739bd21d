package assay.bench.fork;

import assay.bench.subject.KnownBackends;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.Spec;
import assay.kernels.binding.CoreDumps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The child that asks peers what the parent would, and so loads their libraries and runs their code
 * first.
 */
final class TrialMain {

  /** A library that ends the process chooses 0 or 1; this tells that all were asked. */
  static final int SURVIVED = 93;

  private TrialMain() {}

  /**
   * @param args a file with a {@link PeerQuestion} a line, then ids of the backends to load
   */
  public static void main(String[] args) throws IOException {
    ParentWatch watch = ParentWatch.start();
    CoreDumps.forbid();
    Path list = Path.of(args[0]);
    List<PeerQuestion> questions =
        Files.readAllLines(list).stream().map(PeerQuestion::parse).toList();
    List<String> ids = List.of(args).subList(1, args.length);
    try {
      List<Backend> backends =
          KnownBackends.all().stream().filter(backend -> ids.contains(backend.id())).toList();
      // Notes load a GPU's run-time compiler.
      backends.forEach(backend -> backend.devices().forEach(backend::notes));
      for (Backend backend : backends) {
        for (PeerQuestion question : questions) {
          if (question.backend().equals(backend.id())) {
            ask(backend, question, PeerQuestion.pending(list));
          }
        }
      }
    } catch (RuntimeException | LinkageError e) {
      System.out.println(e);
      watch.exit(1);
    }
    watch.exit(SURVIVED);
  }

  private static void ask(Backend backend, PeerQuestion question, Path pending) throws IOException {
    Files.writeString(pending, question.line());
    Spec spec = Spec.parse(question.spec());
    for (Device device : backend.devices()) {
      backend.supports(spec, device);
    }
    backend.variants(spec);
    Files.delete(pending);
  }
}
