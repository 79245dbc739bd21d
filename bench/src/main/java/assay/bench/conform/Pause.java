package assay.bench.conform;

/** Nothing for a while: a device that writes late must get the time to do so. */
final class Pause {

  private Pause() {}

  static void of(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
