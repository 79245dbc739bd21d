package assay.bench.fork;

import assay.bench.subject.KnownBackends;
import assay.kernels.Backend;
import assay.kernels.binding.CoreDumps;
import java.util.List;

/** The child that asks peers what the parent would, and so loads their libraries first. */
final class TrialMain {

  /** A library that ends the process chooses 0 or 1; this tells that all were asked. */
  static final int SURVIVED = 93;

  private TrialMain() {}

  /**
   * @param args ids of the backends to ask
   */
  public static void main(String[] args) {
    ParentWatch watch = ParentWatch.start();
    CoreDumps.forbid();
    List<String> ids = List.of(args);
    try {
      KnownBackends.all().stream()
          .filter(backend -> ids.contains(backend.id()))
          .forEach(Backend::devices);
    } catch (RuntimeException | LinkageError e) {
      System.out.println(e);
      watch.exit(1);
    }
    watch.exit(SURVIVED);
  }
}
