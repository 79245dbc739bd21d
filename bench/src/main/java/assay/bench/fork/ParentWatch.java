package assay.bench.fork;

import java.io.IOException;

/**
 * Ends a child with its parent.
 *
 * <p>The parent holds the other end of standard input; when it dies, by kill -9 too, that end
 * closes. A child that went on alone would disturb whatever is measured next.
 */
final class ParentWatch {

  private ParentWatch() {}

  static void start() {
    Thread watch = new Thread(ParentWatch::awaitEnd, "assay-parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void awaitEnd() {
    try {
      while (System.in.read() >= 0) {
        continue;
      }
    } catch (IOException e) {
      System.err.println("standard input failed: " + e.getMessage());
    }
    Runtime.getRuntime().halt(1);
  }
}
