package assay.datasets.suite;

import java.util.List;

/**
 * A named list of specs; each pair of spec and fill occurs once.
 *
 * @param summary one line for people: what this suite is good for
 */
public record Suite(String name, String summary, List<SuiteEntry> entries) {

  public Suite {
    entries = List.copyOf(entries);
  }
}
