package assay.reports.judge.replay;

import assay.reports.judge.Comparison;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.RunRecord;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleRun;
import assay.reports.summary.Interval;
import assay.reports.summary.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * How often the 95 % intervals that a report prints hold the truth: simulated runs with forks and
 * iterations, through the same code that reads recorded ones.
 *
 * <p>Arguments: intervals a row, seed.
 */
public final class Coverage {

  private static final int ITERATIONS = 8;

  /** Of one iteration's logarithm, between and inside forks together. */
  private static final double DEVIATION = 0.03;

  private static final double TRUE_RATIO = 1.05;

  private final int least;
  private final SplittableRandom random;
  private final CaseRecord made = new SampleCase(1).matmul("f32", 64, 1, 64, "v", 100, 0);

  private Coverage(int least, long seed) {
    this.least = least;
    this.random = new SplittableRandom(seed);
  }

  public static void main(String[] arguments) {
    Coverage coverage = new Coverage(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]));
    System.out.println("| forks | ICC | cases | one case | ratio, apart | ratio, in turns |");
    System.out.println("|---|---|---|---|---|---|");
    for (int forks : new int[] {2, 3, 5, 10}) {
      for (double icc : new double[] {0, 0.3, 0.8}) {
        for (int cases : new int[] {1, 30}) {
          System.out.printf(
              Locale.ROOT,
              "| %d | %.1f | %d | %s | %s | %s |%n",
              forks,
              icc,
              cases,
              coverage.ofCases(forks, icc, cases),
              coverage.ofRatios(forks, icc, cases, false),
              coverage.ofRatios(forks, icc, cases, true));
        }
      }
    }
  }

  private String ofCases(int forks, double icc, int cases) {
    int held = 0;
    int all = 0;
    while (all < least) {
      for (var each : RunSummary.of(run(forks, icc, cases, 1)).cases()) {
        // The mean logarithm is what the noise is centred on.
        held += holds(each.speed().orElseThrow().nanosPerOp(), 1e7) ? 1 : 0;
        all++;
      }
    }
    return share(held, all);
  }

  private String ofRatios(int forks, double icc, int cases, boolean inTurns) {
    int held = 0;
    int all = 0;
    while (all < least) {
      Comparison found =
          Comparison.ofRuns(
              summary(run(forks, icc, cases, TRUE_RATIO), inTurns),
              summary(run(forks, icc, cases, 1), inTurns));
      for (Comparison.Row row : found.rows()) {
        held += holds(row.ratio().orElseThrow(), TRUE_RATIO) ? 1 : 0;
        all++;
      }
    }
    return share(held, all);
  }

  private static boolean holds(Interval interval, double truth) {
    return interval.low() <= truth && truth <= interval.high();
  }

  /** In per cent, with the 95 % interval of Clopper and Pearson. */
  private static String share(int held, int all) {
    return "%.1f (%.1f-%.1f)"
        .formatted(
            100.0 * held / all,
            100 * BetaDistribution.of(held, all - held + 1).inverseCumulativeProbability(0.025),
            100 * BetaDistribution.of(held + 1, all - held).inverseCumulativeProbability(0.975));
  }

  private static RunSummary summary(RunRecord run, boolean inTurns) {
    return RunSummary.of(inTurns ? SampleRun.inTurns(run, "simulated") : run);
  }

  private RunRecord run(int forks, double icc, int cases, double factor) {
    List<CaseRecord> all = new ArrayList<>();
    for (int row = 0; row < cases; row++) {
      List<ForkRecord> rounds = new ArrayList<>();
      for (int round = 0; round < forks; round++) {
        rounds.add(fork(round, icc, factor));
      }
      var key = made.key();
      all.add(
          SampleCase.withKey(
              SampleCase.withForks(made, rounds),
              new CaseRecord.Key(
                  "matmul:f32*f32:m%d,n1,k64".formatted(row + 1),
                  "v",
                  "",
                  "gpu",
                  1,
                  "hot",
                  key.fill())));
    }
    return SampleRun.of(all, "cpu");
  }

  /**
   * @param icc share of the variance of an iteration that lies between forks
   */
  private ForkRecord fork(int round, double icc, double factor) {
    double own = DEVIATION * Math.sqrt(icc) * random.nextGaussian();
    List<ForkRecord.Iteration> iterations = new ArrayList<>();
    for (int i = 0; i < ITERATIONS; i++) {
      double exponent = own + DEVIATION * Math.sqrt(1 - icc) * random.nextGaussian();
      iterations.add(new ForkRecord.Iteration(100, Math.round(1e9 * factor * Math.exp(exponent))));
    }
    return new ForkRecord(round, "", 1, List.of(), iterations, null, Map.of(), "");
  }
}
