package assay.reports.summary;

import assay.reports.record.Accuracy;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a case costs. All are costs: smaller is better for every one of them, so no verdict can have
 * its direction wrong.
 */
public enum Metric {
  /** Nanoseconds per operation, mean of each fork. */
  SPEED("speed", "ns/op", 1.02, 0) {
    @Override
    public SortedMap<Integer, Double> byRound(CaseRecord measured) {
      SortedMap<Integer, Double> values = new TreeMap<>();
      for (ForkRecord fork : measured.forks()) {
        ForkSamples.meanNanos(fork).ifPresent(nanos -> values.put(fork.round(), nanos));
      }
      return values;
    }
  },
  /** 99th percentile of single operations of each fork that timed at least a hundred. */
  P99("p99 latency", "ns", 1.05, 0) {
    @Override
    public SortedMap<Integer, Double> byRound(CaseRecord measured) {
      return LatencySummary.of(measured).p99ByRound();
    }
  },
  /** Joules per operation of each fork; records that know only the case's say one value. */
  ENERGY("energy", "J/op", 1.05, 0) {
    @Override
    public SortedMap<Integer, Double> byRound(CaseRecord measured) {
      SortedMap<Integer, Double> values = new TreeMap<>();
      for (ForkRecord fork : measured.forks()) {
        fork.joulesPerOp()
            .asOptional()
            .filter(joules -> fork.outcome().isEmpty())
            .ifPresent(joules -> values.put(fork.round(), joules));
      }
      return values.isEmpty()
          ? single(Optional.ofNullable(measured.energy()).flatMap(each -> each.asOptional()))
          : values;
    }
  },
  /**
   * Normalized mean squared error. Below the floor it is float32 rounding in another order, which
   * no model notices.
   */
  NMSE("NMSE", "", 1.25, 1e-12) {
    @Override
    public SortedMap<Integer, Double> byRound(CaseRecord measured) {
      return single(Optional.ofNullable(measured.accuracy()).map(Accuracy::nmse));
    }
  },
  /** Largest error relative to sum|w.x|; a maximum of a sample jumps more than a mean does. */
  MAX_ERROR("largest error", "", 1.5, 1e-6) {
    @Override
    public SortedMap<Integer, Double> byRound(CaseRecord measured) {
      return single(Optional.ofNullable(measured.accuracy()).map(Accuracy::maxRelativeError));
    }
  };

  private final String title;
  private final String unit;
  private final double threshold;
  private final double floor;

  Metric(String title, String unit, double threshold, double floor) {
    this.title = title;
    this.unit = unit;
    this.threshold = threshold;
    this.floor = floor;
  }

  /** The values that are independent of each other, by round; empty when nothing was measured. */
  public abstract SortedMap<Integer, Double> byRound(CaseRecord measured);

  private static SortedMap<Integer, Double> single(Optional<Double> value) {
    SortedMap<Integer, Double> values = new TreeMap<>();
    value.ifPresent(each -> values.put(0, each));
    return values;
  }

  /** For people, in the middle of a sentence. */
  public String title() {
    return title;
  }

  public String unit() {
    return unit;
  }

  /** A ratio below this matters to nobody, unless the user says otherwise. */
  public double threshold() {
    return threshold;
  }

  /** Values below this are as good as equal. */
  public double floor() {
    return floor;
  }

  /** Whether the same inputs give the same value at every run, so that one value is evidence. */
  public boolean isExact() {
    return this == NMSE || this == MAX_ERROR;
  }
}
