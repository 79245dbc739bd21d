package assay.bench.trial;

import assay.bench.subject.SubjectRequest;
import assay.bench.subject.TimedSubject;
import assay.bench.telemetry.CaseSources;
import assay.bench.telemetry.Sensing;
import assay.probe.Reading;
import assay.probe.telemetry.Sampler;
import assay.reports.statistics.Contrast;
import assay.reports.statistics.Quantiles;
import assay.reports.statistics.Spread;
import java.util.Locale;

/**
 * What asking the sensors takes from a kernel that uses every core: one kernel in one JVM, with the
 * sampler running and paused in turns, so that nothing else differs.
 *
 * @param hertz rounds a second
 * @param contrast of the logarithms of throughput, paused over asked
 * @param share of all cores' time that the sampler's own thread used while it was not paused
 */
public record SamplingCost(double hertz, Contrast contrast, Reading<Double> share) {

  private static final double STRETCH_SECONDS = 0.5;
  private static final int PAIRS = 5;

  /** Each is one value: the midmean of its pairs, which a neighbour that wakes once cannot move. */
  private static final int BLOCKS = 24;

  private static final double LEVEL = 0.95;

  /** What it takes after making ready. */
  public static double seconds() {
    return BLOCKS * PAIRS * 2 * STRETCH_SECONDS;
  }

  /**
   * @param load the kernel; asks no sensors itself
   */
  public static SamplingCost measure(SubjectRequest load, Sensing sensing) {
    try (TimedSubject subject = new TimedSubject(load, true);
        Sampler sampler = Sampler.start(CaseSources.ofThisProcess(sensing), sensing.hertz())) {
      // Both ways must be compiled before either counts.
      throughput(subject, sampler, true);
      throughput(subject, sampler, false);
      double[] blocks = new double[BLOCKS];
      for (int i = 0; i < BLOCKS; i++) {
        blocks[i] = block(subject, sampler);
      }
      Contrast contrast = Contrast.inTurns(Spread.of(blocks));
      // The cost is of all the time, and half of it the sampler slept.
      return new SamplingCost(
          sensing.hertz(), contrast, sampler.take().cost().map(share -> 2 * share));
    }
  }

  /** Who comes first changes from pair to pair, so that a drift favours neither. */
  private static double block(TimedSubject subject, Sampler sampler) {
    double[] pairs = new double[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      boolean askedFirst = i % 2 == 0;
      double first = throughput(subject, sampler, askedFirst);
      double second = throughput(subject, sampler, !askedFirst);
      pairs[i] = Math.log(askedFirst ? second / first : first / second);
    }
    return Quantiles.midmean(pairs);
  }

  /** JMH invocations a second. */
  private static double throughput(TimedSubject subject, Sampler sampler, boolean asked) {
    if (asked) {
      sampler.resume();
    } else {
      sampler.pause();
    }
    long began = System.nanoTime();
    long until = began + Math.round(STRETCH_SECONDS * 1e9);
    int invocations = 0;
    long now;
    do {
      subject.operations();
      invocations++;
      now = System.nanoTime();
    } while (now < until);
    return invocations / ((now - began) * 1e-9);
  }

  /** For people, with the 95 % interval. */
  public String sentence() {
    double reach = contrast.reach(LEVEL);
    return String.format(
        Locale.ROOT,
        "Asking the sensors %.3g times a second costs %s of throughput (%s to %s). Its thread used %s"
            + " of all cores' time.",
        hertz,
        percent(contrast.effect()),
        percent(contrast.effect() - reach),
        percent(contrast.effect() + reach),
        share
            .asOptional()
            .map(value -> String.format(Locale.ROOT, "%.2f %%", 100 * value))
            .orElse("an unknown part"));
  }

  private static String percent(double logarithm) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * (1 - Math.exp(-logarithm)));
  }
}
