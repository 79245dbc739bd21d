package assay.reports.site;

import assay.reports.statistics.Quantiles;
import java.util.Arrays;
import java.util.List;

/** A figure's past in the size of a word: a letter for each of some moments. */
final class Sparkline {

  /** Values of 0 to 31, so that a letter holds one. */
  private static final String LETTERS = "0123456789abcdefghijklmnopqrstuv";

  private static final int MOST = 48;

  private Sparkline() {}

  /** Of runs in order; medians of neighbours where there are more runs than letters. */
  static String of(List<Track.Spot> spots) {
    int count = Math.min(MOST, spots.size());
    double[] medians = new double[count];
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * spots.size() / count);
      int to = (int) ((long) (i + 1) * spots.size() / count);
      medians[i] =
          Quantiles.median(
              spots.subList(from, to).stream().mapToDouble(Track.Spot::value).toArray());
    }
    double least = Arrays.stream(medians).min().orElse(0);
    double most = Arrays.stream(medians).max().orElse(0);
    // A per cent of noise fills a fifth of the height, not all of it.
    double margin = Math.max(0, 0.05 * Math.max(Math.abs(least), Math.abs(most)) - (most - least));
    double low = least - margin / 2;
    double span = most - least + margin;
    StringBuilder text = new StringBuilder();
    for (double each : medians) {
      int place = span > 0 ? (int) Math.round((each - low) / span * (LETTERS.length() - 1)) : 15;
      text.append(LETTERS.charAt(Math.clamp(place, 0, LETTERS.length() - 1)));
    }
    return text.toString();
  }
}
