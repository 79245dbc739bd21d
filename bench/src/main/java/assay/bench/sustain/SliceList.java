package assay.bench.sustain;

import assay.reports.record.Sustained.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * The slices of a load of any length in bounded memory.
 *
 * <p>When there are too many, neighbours become one, and from then on as many more make one slice
 * of the list. A day of 5 s slices ends up at 160 s. Those of the first minute stay as they came:
 * what a load lost is told against it, and what one slice says has no interval.
 */
final class SliceList {

  static final int MOST = 1000;

  private static final double MINUTE = 60;

  /** A minute of slices of a second; more would be slices of nobody's making. */
  private static final int MOST_FIRST = 60;

  /** A pause longer than one slice: nothing ran, so nothing may be averaged across it. */
  private static final double HOLE_SECONDS = 5;

  private final List<Slice> slices = new ArrayList<>();
  private int stride = 1;
  private Slice pending;
  private int inPending;

  void add(Slice slice) {
    if (pending != null && isHole(pending, slice)) {
      flush();
    }
    pending = pending == null ? slice : SliceMerge.of(pending, slice);
    inPending++;
    if (inPending >= stride) {
      flush();
    }
  }

  private void flush() {
    slices.add(pending);
    pending = null;
    inPending = 0;
    if (slices.size() >= MOST) {
      halve();
    }
  }

  private void halve() {
    stride *= 2;
    mergePairs(false);
    if (slices.size() > MOST / 2 + MOST / 4) {
      // So many interruptions that only averaging across them bounds the list.
      mergePairs(true);
    }
  }

  private void mergePairs(boolean acrossHoles) {
    int first = first();
    List<Slice> merged = new ArrayList<>(slices.subList(0, first));
    for (int i = first; i < slices.size(); i++) {
      Slice slice = slices.get(i);
      boolean paired = i + 1 < slices.size() && (acrossHoles || !isHole(slice, slices.get(i + 1)));
      merged.add(paired ? SliceMerge.of(slice, slices.get(++i)) : slice);
    }
    slices.clear();
    slices.addAll(merged);
  }

  /** How many began in the first minute. */
  private int first() {
    int first = 0;
    while (first < MOST_FIRST
        && first < slices.size()
        && slices.get(first).startSeconds() < MINUTE) {
      first++;
    }
    return first;
  }

  /**
   * Within a merged slice there are short pauses, so its end is not exactly its start plus time.
   */
  private static boolean isHole(Slice first, Slice second) {
    double pause = second.startSeconds() - first.startSeconds() - first.seconds();
    return pause > HOLE_SECONDS + 0.1 * first.seconds();
  }

  /** In order of time, at most {@link #MOST} + 1. */
  List<Slice> all() {
    List<Slice> all = new ArrayList<>(slices);
    if (pending != null) {
      all.add(pending);
    }
    return all;
  }
}
