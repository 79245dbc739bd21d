package assay.kernels.plugin;

/** The process of a plug-in ended, or did not answer in time and was ended; one sentence. */
final class PluginLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PluginLostException(String message) {
    super(message);
  }
}
