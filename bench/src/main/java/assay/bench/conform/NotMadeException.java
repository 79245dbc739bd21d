package assay.bench.conform;

/** A check cannot be made here; the message says why, and it counts against coverage. */
final class NotMadeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotMadeException(String why) {
    super(why);
  }
}
