package assay.datasets.model;

import assay.datasets.yaml.YamlFileException;
import assay.datasets.yaml.YamlMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models by id, in the order of their file. */
public final class Catalogue {

  private static final String SCHEMA = "assay-models/1";
  private static final String BUILT_IN = "/assay/datasets/models.yaml";

  private final Map<String, Model> models;

  private Catalogue(Map<String, Model> models) {
    this.models = models;
  }

  /** The catalogue that ships with Assay. */
  public static Catalogue builtIn() {
    try (InputStream in = Catalogue.class.getResourceAsStream(BUILT_IN)) {
      if (in == null) {
        throw new IllegalStateException(BUILT_IN + " is missing from this build");
      }
      return parse("models.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A catalogue of the user's own.
   *
   * @throws YamlFileException naming file, model and field
   */
  public static Catalogue read(Path file) {
    return of(YamlMap.read(file));
  }

  /**
   * Reads a catalogue from text.
   *
   * @param name what messages call it
   * @throws YamlFileException naming {@code name}, model and field
   */
  public static Catalogue parse(String name, String yaml) {
    return of(YamlMap.parse(name, yaml));
  }

  private static Catalogue of(YamlMap root) {
    String schema = root.text("schema");
    if (!schema.equals(SCHEMA)) {
      throw root.wrong("schema", "is \"%s\", expected \"%s\"".formatted(schema, SCHEMA));
    }
    Map<String, Model> models = new LinkedHashMap<>();
    for (YamlMap entry : root.maps("models")) {
      String id = entry.text("id");
      Model model = new ModelReader(entry.named(root.place() + ": model " + id)).read();
      if (models.put(id, model) != null) {
        throw root.wrong("models", "the id \"%s\" occurs twice".formatted(id));
      }
    }
    root.ignore("generated", "conventions").rejectUnknown();
    return new Catalogue(Collections.unmodifiableMap(models));
  }

  public Collection<Model> models() {
    return models.values();
  }

  public Optional<Model> find(String id) {
    return Optional.ofNullable(models.get(id));
  }

  /**
   * The model of this id.
   *
   * @throws IllegalArgumentException naming ids that look alike
   */
  public Model get(String id) {
    return find(id).orElseThrow(() -> new IllegalArgumentException(unknown(id)));
  }

  /** A sentence that says so and names ids that look alike. */
  public String unknown(String id) {
    String stem = id.toLowerCase(java.util.Locale.ROOT).replaceFirst("[-.\\d].*", "");
    List<String> alike =
        models.keySet().stream().filter(known -> known.startsWith(stem)).limit(8).toList();
    String hint =
        alike.isEmpty() || stem.isEmpty() ? "" : "; known are " + String.join(", ", alike);
    return "no model \"%s\" in the catalogue%s".formatted(id, hint);
  }
}
