package assay.bench.conform;

/**
 * A group of checks that can be asked for by name.
 *
 * @param checks how many {@code body} makes, or says why not
 */
record Probe(String id, int checks, Body body) {

  /** Makes the checks. */
  @FunctionalInterface
  interface Body {
    void on(Examination exam);
  }
}
