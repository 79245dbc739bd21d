package assay.bench.run;

/** A run folder that cannot be used; the message says which, why and what to do. */
public final class RunFolderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunFolderException(String message) {
    super(message);
  }
}
