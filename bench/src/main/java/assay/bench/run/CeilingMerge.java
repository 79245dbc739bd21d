package assay.bench.run;

import assay.probe.Reading;
import assay.reports.record.Ceiling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts several looks at the same limit together: all samples, the best of the bests. */
final class CeilingMerge {

  private record Key(String id, String device, int threads) {}

  private CeilingMerge() {}

  static List<Ceiling> best(List<Ceiling> looks) {
    Map<Key, Ceiling> merged = new LinkedHashMap<>();
    for (Ceiling look : looks) {
      Key key = new Key(look.id(), look.device(), look.threads());
      merged.merge(key, look, CeilingMerge::merge);
    }
    return List.copyOf(merged.values());
  }

  private static Ceiling merge(Ceiling first, Ceiling second) {
    List<Double> samples = new ArrayList<>(first.samples());
    samples.addAll(second.samples());
    return new Ceiling(
        first.id(),
        first.label(),
        first.device(),
        first.threads(),
        better(first.best(), second.best()),
        samples);
  }

  private static Reading<Double> better(Reading<Double> first, Reading<Double> second) {
    if (!(first instanceof Reading.Present<Double> one)) {
      return second;
    }
    if (!(second instanceof Reading.Present<Double> other)) {
      return first;
    }
    // Times are better short, rates are better high.
    boolean firstIsBetter =
        one.unit().equals("s") ? one.value() <= other.value() : one.value() >= other.value();
    return firstIsBetter ? first : second;
  }
}
