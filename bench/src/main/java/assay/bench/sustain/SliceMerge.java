package assay.bench.sustain;

import assay.probe.Reading;
import assay.reports.record.Sustained.Slice;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Two slices as one. */
final class SliceMerge {

  private SliceMerge() {}

  /**
   * Work and time add up, means are weighted by time, reasons are united.
   *
   * @param second begins after the first; a pause between them is in neither's time
   */
  static Slice of(Slice first, Slice second) {
    Map<String, Reading<Double>> means = new TreeMap<>(first.means());
    second
        .means()
        .forEach((channel, mean) ->
            means.merge(channel, mean, (a, b) -> mean(a, first.seconds(), b, second.seconds())));
    List<String> throttled =
        Stream.concat(first.throttled().stream(), second.throttled().stream()).distinct().toList();
    return new Slice(
        first.startSeconds(),
        first.seconds() + second.seconds(),
        first.operations() + second.operations(),
        first.nanos() + second.nanos(),
        means,
        throttled);
  }

  private static Reading<Double> mean(
      Reading<Double> first, double weight, Reading<Double> second, double otherWeight) {
    return first.isPresent() && second.isPresent()
        ? first.flatMap((a, unit, source) ->
            second.map(b -> (a * weight + b * otherWeight) / (weight + otherWeight)))
        : first.or(second);
  }
}
