package assay.kernels.plugin;

/** A call of a plug-in failed, as it said itself; the message is one sentence. */
public final class PluginException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final PluginStatus status;

  PluginException(PluginStatus status, String message) {
    super(message);
    this.status = status;
  }

  public PluginStatus status() {
    return status;
  }
}
