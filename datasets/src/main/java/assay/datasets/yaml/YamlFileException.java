package assay.datasets.yaml;

/** A YAML file that cannot be used; the message is one sentence naming file, entry and field. */
public final class YamlFileException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public YamlFileException(String message) {
    super(message);
  }
}
