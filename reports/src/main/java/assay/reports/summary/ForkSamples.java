package assay.reports.summary;

import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import java.util.List;
import java.util.OptionalDouble;

/** The usable iterations of a case, as arrays: {@code [fork][iteration]}. */
public record ForkSamples(long[][] operations, long[][] nanos) {

  public static ForkSamples of(CaseRecord measured) {
    List<List<ForkRecord.Iteration>> forks =
        measured.forks().stream()
            .filter(fork -> fork.outcome().isEmpty())
            .map(ForkSamples::usable)
            .filter(iterations -> !iterations.isEmpty())
            .toList();
    return new ForkSamples(
        forks.stream()
            .map(fork -> fork.stream().mapToLong(ForkRecord.Iteration::operations).toArray())
            .toArray(long[][]::new),
        forks.stream()
            .map(fork -> fork.stream().mapToLong(ForkRecord.Iteration::nanos).toArray())
            .toArray(long[][]::new));
  }

  private static List<ForkRecord.Iteration> usable(ForkRecord fork) {
    return fork.iterations().stream().filter(ForkRecord.Iteration::isUsable).toList();
  }

  int forks() {
    return nanos.length;
  }

  int iterations() {
    int count = 0;
    for (long[] fork : nanos) {
      count += fork.length;
    }
    return count;
  }

  /** Time over operations of each whole fork. */
  public double[] forkMeans() {
    double[] means = new double[forks()];
    for (int fork = 0; fork < means.length; fork++) {
      double time = 0;
      double count = 0;
      for (int i = 0; i < nanos[fork].length; i++) {
        time += nanos[fork][i];
        count += operations[fork][i];
      }
      means[fork] = time / count;
    }
    return means;
  }

  /** Time over operations of one whole fork; empty when it did not end well or has no iteration. */
  static OptionalDouble meanNanos(ForkRecord fork) {
    double time = 0;
    double count = 0;
    for (ForkRecord.Iteration each :
        fork.outcome().isEmpty() ? usable(fork) : List.<ForkRecord.Iteration>of()) {
      time += each.nanos();
      count += each.operations();
    }
    return count > 0 ? OptionalDouble.of(time / count) : OptionalDouble.empty();
  }

  /** Nanoseconds per operation of each iteration. */
  double[][] nanosPerOp() {
    double[][] all = new double[forks()][];
    for (int fork = 0; fork < all.length; fork++) {
      all[fork] = new double[nanos[fork].length];
      for (int i = 0; i < all[fork].length; i++) {
        all[fork][i] = (double) nanos[fork][i] / operations[fork][i];
      }
    }
    return all;
  }
}
