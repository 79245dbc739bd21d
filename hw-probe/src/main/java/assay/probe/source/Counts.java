package assay.probe.source;

import assay.probe.Reading;
import assay.probe.Root;

/** Files that hold a count. */
final class Counts {

  private Counts() {}

  static Reading<Double> read(Root root, String file) {
    return root.number(file)
        .flatMap((count, unit, source) ->
            count >= 0
                ? Reading.of((double) count, "1", source)
                : Reading.unreadable("%s holds %d, not a count".formatted(source, count)));
  }
}
