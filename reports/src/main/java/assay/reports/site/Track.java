package assay.reports.site;

import assay.reports.history.Metric;
import assay.reports.history.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One figure of one case on one machine: a series for each way in which the machine was set up.
 *
 * @param parts by the time of their first point; nothing is compared across them
 */
record Track(Metric metric, List<Judged> parts) {

  /** A point of any part. */
  record Spot(Series series, int at) {
    int run() {
      return series.runs()[at];
    }

    long millis() {
      return series.startedAtMillis()[at];
    }

    double value() {
      return series.values()[at];
    }
  }

  int size() {
    return parts.stream().mapToInt(each -> each.series().size()).sum();
  }

  /** Of all parts, oldest first. */
  List<Spot> spots() {
    List<Spot> spots = new ArrayList<>(size());
    for (Judged part : parts) {
      for (int i = 0; i < part.series().size(); i++) {
        spots.add(new Spot(part.series(), i));
      }
    }
    if (parts.size() > 1) {
      spots.sort(Comparator.comparingInt(Spot::run));
    }
    return spots;
  }

  Spot last() {
    Spot last = null;
    for (Judged part : parts) {
      Spot newest = new Spot(part.series(), part.series().size() - 1);
      last = last == null || newest.run() > last.run() ? newest : last;
    }
    return last;
  }
}
