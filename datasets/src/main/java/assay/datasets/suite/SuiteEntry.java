package assay.datasets.suite;

import assay.datasets.generate.Fill;
import assay.kernels.Spec;
import java.util.List;

/**
 * One spec to measure.
 *
 * @param origins every place this spec comes from, at least one; in the order they were found
 */
public record SuiteEntry(Spec spec, Fill fill, List<Origin> origins) {

  public SuiteEntry {
    origins = List.copyOf(origins);
    if (origins.isEmpty()) {
      throw new IllegalArgumentException(spec + " has no origin");
    }
  }
}
