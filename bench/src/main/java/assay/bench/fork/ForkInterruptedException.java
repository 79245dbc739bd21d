package assay.bench.fork;

/** A fork was asked to end by a signal; it says nothing about its case. */
public final class ForkInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ForkInterruptedException() {
    super("the run was interrupted");
  }
}
