package assay.bench.cli;

import assay.datasets.model.Catalogue;
import assay.datasets.model.Model;
import assay.datasets.suite.Recipe;
import assay.datasets.suite.Suite;
import assay.datasets.suite.SuiteFile;
import assay.datasets.suite.Suites;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where specs come from, as named on the command line.
 *
 * @param suite built-in name, file, or null
 * @param models ids of the catalogue
 * @param recipe formats of the models' weights
 */
record SuiteChoice(String suite, List<String> models, String recipe) {

  /**
   * @param quickOtherwise whether naming nothing means the quick suite
   */
  List<Suite> suites(boolean quickOtherwise) {
    List<Suite> suites = new ArrayList<>();
    if (suite != null) {
      suites.add(named(suite));
    }
    for (String id : models) {
      suites.add(Suites.ofModel(model(id), weights()));
    }
    if (suites.isEmpty() && quickOtherwise) {
      suites.add(named("quick"));
    }
    return suites;
  }

  private static Suite named(String name) {
    return Suites.named(name)
        .orElseGet(() -> {
          if (Files.isRegularFile(Path.of(name))) {
            return SuiteFile.read(Path.of(name));
          }
          throw new UsageException(
              "unknown suite \"%s\"; there are %s, or name a suite file"
                  .formatted(name, String.join(", ", Suites.names())));
        });
  }

  private static Model model(String id) {
    Catalogue catalogue = Catalogue.builtIn();
    Model model = catalogue.find(id).orElseThrow(() -> new UsageException(catalogue.unknown(id)));
    if (!model.complete()) {
      throw new UsageException(
          "not every shape of %s is known; choose another model".formatted(id));
    }
    return model;
  }

  private Recipe weights() {
    return Recipe.named(recipe)
        .orElseThrow(() ->
            new UsageException(
                "unknown recipe \"%s\"; there are %s"
                    .formatted(recipe, Arrays.toString(Recipe.values()))));
  }
}
