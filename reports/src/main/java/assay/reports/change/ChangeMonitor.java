package assay.reports.change;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Watches one series as it grows and tells each change once.
 *
 * <p>Keeps the points since the last change, at most {@link Segmentation#WINDOW} of them: after an
 * alarm, or when somebody {@link #accept accepts} a level, what follows is judged by itself.
 */
public final class ChangeMonitor {

  /**
   * What must be kept between two appends.
   *
   * @param indexes of the points since the last change
   * @param values of these points
   */
  public record State(
      String series, Preference preference, List<Long> indexes, List<Double> values) {
    public State {
      indexes = List.copyOf(indexes);
      values = List.copyOf(values);
    }

    public static State empty(String series, Preference preference) {
      return new State(series, preference, List.of(), List.of());
    }
  }

  private final ChangeDetector detector;
  private final String series;
  private final Preference preference;
  private final List<Long> indexes;
  private final List<Double> values;

  /**
   * @param settings whose looks do not matter: every append is one
   */
  public ChangeMonitor(Settings settings, State state) {
    this.detector =
        ChangeDetector.of(
            new Settings(settings.falseAlarmRate(), Looks.EVERY, settings.leastEffect()));
    this.series = state.series();
    this.preference = state.preference();
    this.indexes = new ArrayList<>(state.indexes());
    this.values = new ArrayList<>(state.values());
  }

  /**
   * Adds a point and looks.
   *
   * @param index above all before
   * @param value finite
   * @return changes not told before, and a spike when it is this point
   */
  public List<Finding> append(long index, double value) {
    indexes.add(index);
    values.add(value);
    if (indexes.size() > Segmentation.WINDOW) {
      forget(1);
    }
    List<Finding> news =
        detector.offline(window()).stream()
            .filter(finding -> finding.kind().isChange() || finding.index() == index)
            .toList();
    news.stream().filter(finding -> finding.kind().isChange()).forEach(this::rebase);
    return news;
  }

  /** Nothing is compared across this index any more. */
  public void accept(long index) {
    int before = 0;
    while (before < indexes.size() && indexes.get(before) < index) {
      before++;
    }
    forget(before);
  }

  public State state() {
    return new State(series, preference, indexes, values);
  }

  /** A step and a variance begin something new; drift and modes have no such point yet. */
  private void rebase(Finding finding) {
    boolean begins = finding.kind() == Kind.STEP || finding.kind() == Kind.VARIANCE;
    accept(begins ? finding.index() : finding.latest() + 1);
  }

  private void forget(int points) {
    indexes.subList(0, points).clear();
    values.subList(0, points).clear();
  }

  private Series window() {
    return new Series(
        series,
        preference,
        indexes.stream().mapToLong(Long::longValue).toArray(),
        values.stream().mapToDouble(Double::doubleValue).toArray(),
        new TreeSet<>());
  }
}
