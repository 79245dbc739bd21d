package assay.reports.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds all changes of level by binary segmentation: the strongest one splits the stretch, then
 * each part is looked at in the same way.
 *
 * <p>A long series is walked in windows of {@link #WINDOW} points that overlap by half, so time
 * grows with its length and the false-alarm rate stays one per 100 points. What is found near the
 * end of a window is left to the next one, which sees more of what follows.
 */
final class Segmentation {

  static final int WINDOW = 200;
  private static final int HOP = 100;
  private static final int UNSETTLED = 50;

  /**
   * Twice the logarithm of how much likelier a line must be than a step: of a true step a line is
   * about as good only when it is small.
   */
  private static final double MARGIN = 4;

  /** A piece has a level and a place to be fitted by (Schwarz's criterion). */
  private static final double PIECE = 2;

  private final double[] values;
  private final Levels levels;
  private final List<Split> found = new ArrayList<>();

  private Segmentation(double[] values, Levels levels) {
    this.values = values;
    this.levels = levels;
  }

  /** Changes in the order of the points. */
  static List<Split> of(double[] values, Levels levels) {
    return new Segmentation(values, levels).walk();
  }

  private List<Split> walk() {
    List<Split> all = new ArrayList<>();
    int start = 0;
    while (true) {
      int end = Math.min(start + WINDOW, values.length);
      found.clear();
      search(start, end);
      found.sort(Comparator.comparingInt(Split::at));
      if (end == values.length) {
        all.addAll(found);
        return all;
      }
      List<Split> settled = found.stream().filter(split -> split.to() <= end - UNSETTLED).toList();
      all.addAll(settled);
      start = settled.isEmpty() ? start + HOP : settled.getLast().to();
    }
  }

  private void search(int from, int to) {
    int least = to == values.length ? Scan.LEAST : Scan.SETTLED;
    if (to - from < Scan.BASELINE + least) {
      return;
    }
    double[] stretch = Arrays.copyOfRange(values, from, to);
    Look look = Look.at(stretch, Scan.BASELINE, least);
    double p = look.pValue(levels.level());
    if (p > levels.level()) {
      return;
    }
    boolean confirmed = look.confirms(levels.confirming());
    int known = found.size();
    Scan scan = look.scan();
    if (scan.isBump()) {
      add(from + scan.from(), p, confirmed);
      add(from + scan.to(), p, confirmed);
      search(from, from + scan.from());
      search(from + scan.from(), from + scan.to());
      search(from + scan.to(), to);
    } else {
      int at = from + scan.likeliest(look.inflation());
      add(at, p, confirmed);
      search(from, at);
      search(at, to);
    }
    List<Split> pieces = found.subList(known, found.size());
    if (isLine(stretch, from, pieces)) {
      pieces.clear();
      found.add(new Split(Kind.DRIFT, from, from, to, p, confirmed));
    }
  }

  /** Whether one line tells the stretch better than all pieces that were found in it. */
  private static boolean isLine(double[] stretch, int from, List<Split> pieces) {
    Trend line = Trend.of(stretch);
    List<Split> sorted = pieces.stream().sorted(Comparator.comparingInt(Split::at)).toList();
    double squares = 0;
    int start = 0;
    for (Split piece : sorted) {
      squares += line.squaresAbout(start, Math.max(start, piece.from() - from));
      start = Math.max(start, piece.from() - from);
      if (piece.kind() == Kind.DRIFT) {
        Trend part = Trend.of(Arrays.copyOfRange(stretch, start, piece.to() - from));
        squares += Arrays.stream(part.rests()).map(rest -> rest * rest).sum();
        start = piece.to() - from;
      }
    }
    squares += line.squaresAbout(start, stretch.length);
    double penalty = PIECE * Math.log(stretch.length) * (pieces.size() - 1);
    return line.leadOver(squares) > MARGIN - penalty;
  }

  private void add(int at, double p, boolean confirmed) {
    found.add(new Split(Kind.STEP, at, at, at, p, confirmed));
  }
}
