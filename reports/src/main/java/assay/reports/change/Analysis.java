package assay.reports.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Everything that happened in points of which no two are separated by an accepted change, as
 * positions.
 *
 * <p>Modes come first: the other kinds are looked for in what is left when each point's own mode is
 * taken off. Then changes of level; then, in the rests about the levels, changes of variance and
 * spikes.
 */
final class Analysis {

  /** Modes and variance are judged in pieces of so many points at most. */
  private static final int PIECE = 200;

  /**
   * In standard deviations. Of six nearly all are found; of Gaussian noise one point in two million
   * is this far off.
   */
  private static final double SPIKE = 5;

  /** With fewer there is no level to be off from. */
  private static final int SPIKE_LEVEL = 10;

  /** Modes of the points from one position to another. */
  record Span(int from, int to, Modes modes) {}

  /**
   * A single point far off its level.
   *
   * @param rest how far
   * @param sigma standard deviation on that side
   * @param points that have the level
   */
  record Spike(int at, double rest, double sigma, int points) {}

  private final Levels levels;
  private final List<Span> spans = new ArrayList<>();
  private final List<Split> splits = new ArrayList<>();
  private final List<Spike> spikes = new ArrayList<>();

  /** Values with the modes taken off. */
  private final double[] single;

  /** Values less mode and level. */
  private double[] rests;

  private Analysis(double[] values, Levels levels) {
    this.levels = levels;
    this.single = values.clone();
  }

  /**
   * @param values of a size whose squares are neither 0 nor infinite
   */
  static Analysis of(double[] values, Levels levels) {
    Analysis analysis = new Analysis(values, levels);
    analysis.findModes();
    analysis.splits.addAll(Segmentation.of(analysis.single, levels));
    analysis.rests = analysis.single.clone();
    analysis.findSpikes();
    analysis.findScatter();
    analysis.splits.sort(Comparator.comparingInt(Split::at));
    return analysis;
  }

  List<Span> spans() {
    return spans;
  }

  List<Split> splits() {
    return splits;
  }

  List<Spike> spikes() {
    return spikes;
  }

  double[] single() {
    return single;
  }

  private void findModes() {
    for (int[] piece : pieces()) {
      Modes.of(Arrays.copyOfRange(single, piece[0], piece[1]))
          .ifPresent(modes -> {
            spans.add(new Span(piece[0], piece[1], modes));
            for (int i = piece[0]; i < piece[1]; i++) {
              single[i] = modes.rest(single[i]);
            }
          });
    }
  }

  private List<int[]> pieces() {
    List<int[]> pieces = new ArrayList<>();
    int count = Math.ceilDiv(single.length, PIECE);
    for (int i = 0; i < count; i++) {
      pieces.add(
          new int[] {
            (int) ((long) single.length * i / count), (int) ((long) single.length * (i + 1) / count)
          });
    }
    return pieces;
  }

  /** Robust standard deviation of points about their levels. */
  double scatter(int from, int to) {
    return Robust.sigma(Arrays.copyOfRange(rests, from, to), 0);
  }

  private void findSpikes() {
    int from = 0;
    for (Split split : splits) {
      if (split.kind() == Kind.DRIFT) {
        settle(from, split.from());
        Trend trend = Trend.of(Arrays.copyOfRange(single, split.from(), split.to()));
        for (int i = split.from(); i < split.to(); i++) {
          rests[i] -= trend.level(i - split.from());
        }
        from = split.to();
      } else {
        settle(from, split.at());
        from = split.at();
      }
    }
    settle(from, rests.length);
  }

  /** Takes the level off a segment and notes what is far from it. */
  private void settle(int from, int to) {
    if (from >= to) {
      return;
    }
    double level = Robust.median(rests, from, to);
    for (int i = from; i < to; i++) {
      rests[i] -= level;
    }
    if (to - from < SPIKE_LEVEL) {
      return;
    }
    double[] sorted = Arrays.copyOfRange(rests, from, to);
    Arrays.sort(sorted);
    double below = Robust.sideSigma(sorted, false);
    double above = Robust.sideSigma(sorted, true);
    for (int i = from; i < to; i++) {
      double sigma = rests[i] < 0 ? below : above;
      if (Math.abs(rests[i]) > SPIKE * sigma) {
        spikes.add(new Spike(i, rests[i], sigma, to - from));
      }
    }
  }

  private void findScatter() {
    for (int[] piece : pieces()) {
      Scatter.change(Arrays.copyOfRange(rests, piece[0], piece[1]), levels.scatter())
          .ifPresent(split -> {
            int at = piece[0] + split.at();
            splits.add(
                new Split(
                    Kind.VARIANCE, at, piece[0], piece[1], split.pValue(), split.confirmed()));
          });
    }
  }
}
