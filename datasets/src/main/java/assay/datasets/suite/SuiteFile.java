package assay.datasets.suite;

import assay.datasets.generate.Fill;
import assay.datasets.model.Catalogue;
import assay.datasets.model.Model;
import assay.datasets.yaml.YamlFileException;
import assay.datasets.yaml.YamlMap;
import assay.kernels.Spec;
import assay.kernels.SpecParseException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads a suite of the user's own.
 *
 * <pre>
 * schema: assay-suite/1
 * name: my-chip
 * summary: what this is good for          # optional
 * fill: gaussian                          # optional; gaussian uniform heavy integer zeros real
 * catalogue: my-models.yaml               # optional; beside this file; else the built-in one
 * specs:
 * - matmul:q4_K*f32:m4096,n1,k14336
 * - {spec: "dequant:q4_0*f32:m64,k4096", fill: real}
 * models:
 * - {id: llama-3.1-8b, recipe: Q4_K_M, phases: [decode, prefill], prompt: 512, contexts: [4096]}
 * suites: [quick]                         # built-in suites to include
 * </pre>
 */
public final class SuiteFile {

  private static final String SCHEMA = "assay-suite/1";
  private static final int LONGEST = 1 << 24;

  private final YamlMap yaml;
  private final Path folder;

  private SuiteFile(YamlMap yaml, Path folder) {
    this.yaml = yaml;
    this.folder = folder;
  }

  /**
   * Reads a suite file.
   *
   * @throws YamlFileException naming file, entry and field of the first mistake
   */
  public static Suite read(Path file) {
    return new SuiteFile(YamlMap.read(file), file.toAbsolutePath().getParent()).read();
  }

  private Suite read() {
    String schema = yaml.text("schema");
    if (!schema.equals(SCHEMA)) {
      throw yaml.wrong("schema", "is \"%s\", expected \"%s\"".formatted(schema, SCHEMA));
    }
    String name = yaml.text("name");
    Fill fill = fill(yaml, Fill.GAUSSIAN);
    SuiteBuilder suite = new SuiteBuilder(fill);
    specs(suite, name, fill);
    models(suite, fill);
    included(suite);
    String summary = yaml.optionalText("summary").orElse("");
    yaml.rejectUnknown();
    Suite built = suite.build(name, summary);
    if (built.entries().isEmpty()) {
      throw yaml.wrong("specs", "there is nothing to measure: give specs, models or suites");
    }
    return built;
  }

  private static Fill fill(YamlMap map, Fill standard) {
    return map.optionalText("fill")
        .map(name ->
            Fill.named(name)
                .orElseThrow(() ->
                    map.wrong(
                        "fill",
                        "unknown fill \"%s\"; known are %s"
                            .formatted(name, List.of(Fill.values())))))
        .orElse(standard);
  }

  private void specs(SuiteBuilder suite, String name, Fill fill) {
    int index = 0;
    for (Object element : yaml.list("specs")) {
      String field = "specs[%d]".formatted(index++);
      String text;
      Fill own = fill;
      if (element instanceof Map<?, ?>) {
        YamlMap entry = yaml.element("specs", index - 1);
        text = entry.text("spec");
        own = fill(entry, fill);
        entry.rejectUnknown();
      } else if (element instanceof String plain) {
        text = plain;
      } else {
        throw yaml.wrong(field, "must be a spec such as matmul:q4_K*f32:m4096,n1,k14336");
      }
      try {
        Spec spec = Spec.parse(text);
        suite.fill(own).add(spec, new Origin(name, spec.operation().text(), phase(spec), 0));
      } catch (SpecParseException e) {
        throw yaml.wrong(field, e.getMessage());
      }
    }
  }

  private static Phase phase(Spec spec) {
    return switch (spec) {
      case assay.kernels.MatmulSpec matmul -> matmul.n() < 2 ? Phase.DECODE : Phase.PREFILL;
      case assay.kernels.AttentionSpec attention ->
          attention.n() < 2 ? Phase.DECODE : Phase.PREFILL;
      case assay.kernels.DequantSpec dequant -> Phase.LOAD;
    };
  }

  private void models(SuiteBuilder suite, Fill fill) {
    List<YamlMap> entries = yaml.maps("models");
    String file = yaml.optionalText("catalogue").orElse("");
    if (entries.isEmpty()) {
      return;
    }
    Catalogue catalogue =
        file.isEmpty() ? Catalogue.builtIn() : Catalogue.read(folder.resolve(file));
    for (YamlMap entry : entries) {
      String id = entry.text("id");
      Model model = catalogue.find(id).orElseThrow(() -> entry.wrong("id", catalogue.unknown(id)));
      if (!model.complete()) {
        throw entry.wrong("id", "not every shape of %s is known".formatted(id));
      }
      suite.fill(fill(entry, fill));
      new ModelSpecs(
              model,
              recipe(entry),
              phases(entry),
              entry.optionalCount("prompt").orElse(ModelSuites.PROMPT),
              contexts(entry))
          .addTo(suite);
      entry.rejectUnknown();
    }
  }

  private static Recipe recipe(YamlMap entry) {
    String name = entry.optionalText("recipe").orElse(Recipe.Q4_K_M.name());
    return Recipe.named(name)
        .orElseThrow(() ->
            entry.wrong(
                "recipe",
                "unknown recipe \"%s\"; known are %s".formatted(name, List.of(Recipe.values()))));
  }

  private static Set<Phase> phases(YamlMap entry) {
    Set<Phase> phases = EnumSet.noneOf(Phase.class);
    for (Object element : entry.list("phases")) {
      try {
        phases.add(Phase.valueOf(String.valueOf(element).toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw entry.wrong(
            "phases",
            "unknown phase \"%s\"; known are %s".formatted(element, List.of(Phase.values())));
      }
    }
    return phases.isEmpty() ? EnumSet.allOf(Phase.class) : phases;
  }

  private static List<Integer> contexts(YamlMap entry) {
    List<Integer> contexts = new ArrayList<>();
    for (Object element : entry.list("contexts")) {
      if (!(element instanceof Integer depth) || depth < 1 || depth > LONGEST) {
        throw entry.wrong(
            "contexts", "must be whole numbers from 1 to %d, not %s".formatted(LONGEST, element));
      }
      contexts.add(depth);
    }
    return contexts.isEmpty() ? List.of(4096) : contexts;
  }

  private void included(SuiteBuilder suite) {
    for (Object element : yaml.list("suites")) {
      Suite included =
          Suites.named(String.valueOf(element))
              .orElseThrow(() ->
                  yaml.wrong(
                      "suites",
                      "unknown suite \"%s\"; known are %s"
                          .formatted(element, String.join(", ", Suites.names()))));
      for (SuiteEntry entry : included.entries()) {
        suite.fill(entry.fill());
        entry.origins().forEach(origin -> suite.add(entry.spec(), origin));
      }
    }
  }
}
