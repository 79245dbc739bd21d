package assay.datasets.suite;

import assay.datasets.generate.Fill;
import assay.kernels.Spec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects specs; equal ones become one entry that keeps all its origins. */
final class SuiteBuilder {

  private record Key(Spec spec, Fill fill) {}

  private final Map<Key, List<Origin>> found = new LinkedHashMap<>();
  private Fill fill;

  SuiteBuilder(Fill fill) {
    this.fill = fill;
  }

  /** The fill of what is added from now on. */
  SuiteBuilder fill(Fill next) {
    fill = next;
    return this;
  }

  SuiteBuilder add(Spec spec, Origin origin) {
    List<Origin> origins = found.computeIfAbsent(new Key(spec, fill), key -> new ArrayList<>());
    if (!origins.contains(origin)) {
      origins.add(origin);
    }
    return this;
  }

  SuiteBuilder add(String spec, Origin origin) {
    return add(Spec.parse(spec), origin);
  }

  Suite build(String name, String summary) {
    List<SuiteEntry> entries =
        found.entrySet().stream()
            .map(entry ->
                new SuiteEntry(entry.getKey().spec(), entry.getKey().fill(), entry.getValue()))
            .toList();
    return new Suite(name, summary, entries);
  }
}
