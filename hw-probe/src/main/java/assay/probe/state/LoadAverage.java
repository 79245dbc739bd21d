package assay.probe.state;

import assay.probe.Numbers;
import assay.probe.Reading;

/**
 * Runnable and uninterruptible tasks, averaged; from {@code /proc/loadavg}.
 *
 * @param runnable tasks at this moment, this one included
 */
public record LoadAverage(
    double oneMinute, double fiveMinutes, double fifteenMinutes, int runnable) {

  /** "0.42 0.24 0.16 1/91 11276". */
  public static Reading<LoadAverage> parse(String text, String source) {
    String[] words = text.strip().split("\\s+");
    if (words.length >= 4) {
      double[] averages = new double[3];
      boolean fine = true;
      for (int i = 0; i < 3; i++) {
        averages[i] = Numbers.decimal(words[i], source).asOptional().orElse(-1.0);
        fine &= averages[i] >= 0;
      }
      long runnable = Numbers.whole(words[3].split("/")[0], source).asOptional().orElse(-1L);
      if (fine && runnable >= 0 && runnable <= Integer.MAX_VALUE) {
        return Reading.of(
            new LoadAverage(averages[0], averages[1], averages[2], (int) runnable), "", source);
      }
    }
    return Reading.unreadable(source + " holds " + Numbers.quote(text) + ", not load averages");
  }
}
