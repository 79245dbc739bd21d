package assay.bench.fork;

/** The run was asked to end; the fork that was running says nothing about its case. */
public final class ForkInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ForkInterruptedException() {
    super("the run was interrupted");
  }
}
