package assay.reports.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * A series in which somebody accepted changes.
 *
 * @param series which knows of no accepted level itself
 * @param reasons by the index of the first point of the new level
 */
public record Accepted(Series series, SortedMap<Long, String> reasons) {

  /** As far as the detector may be off when it says where a change is. */
  private static final int SLACK = 2;

  /** A finding, and why it is accepted; null when it is not. */
  public record Judged(Finding finding, String acknowledged) {}

  /**
   * What there is to say, in the order of the points: what the levels show that begin with what was
   * accepted, and what the series as a whole shows besides. There the accepted change itself is
   * seen, and any other that is so close to it that the new level is too short to show it.
   */
  public List<Judged> judged(ChangeDetector detector) {
    List<Finding> open = detector.offline(series.accept(new TreeSet<>(reasons.keySet())));
    List<Judged> all = new ArrayList<>();
    open.forEach(each -> all.add(new Judged(each, null)));
    if (!reasons.isEmpty()) {
      for (Finding each : detector.offline(series.accept(new TreeSet<>()))) {
        if (each.kind().isChange() && open.stream().noneMatch(still -> isSame(still, each))) {
          all.add(new Judged(each, reasonOf(each)));
        }
      }
      all.sort(Comparator.comparingLong(each -> each.finding().index()));
    }
    return all;
  }

  /** Why a change is accepted: a level that was begins where it is, as far as that is known. */
  private String reasonOf(Finding finding) {
    long[] indexes = series.indexes();
    int from = Math.max(Arrays.binarySearch(indexes, finding.earliest()) - SLACK, 0);
    int to = Arrays.binarySearch(indexes, finding.latest()) + SLACK;
    SortedMap<Long, String> within =
        to < indexes.length - 1
            ? reasons.subMap(indexes[from], indexes[to] + 1)
            : reasons.tailMap(indexes[from]);
    return within.isEmpty() ? null : within.get(within.firstKey());
  }

  private static boolean isSame(Finding still, Finding found) {
    return still.kind() == found.kind()
        && still.earliest() <= found.latest()
        && found.earliest() <= still.latest();
  }
}
