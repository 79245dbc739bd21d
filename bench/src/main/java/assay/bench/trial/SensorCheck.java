package assay.bench.trial;

import assay.bench.subject.SubjectRequest;
import assay.bench.subject.TimedSubject;
import assay.probe.selftest.Finding;
import assay.probe.selftest.SensorTrial;
import assay.probe.selftest.SquareWave;
import assay.probe.selftest.SquareWave.Phase;
import assay.probe.telemetry.Recording;
import assay.probe.telemetry.Sampler;
import assay.probe.telemetry.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/** Repeats one case in bursts and asks every sensor of power as often as it can answer. */
public final class SensorCheck {

  /**
   * Seconds at rest and at work in turn: long enough for a mean of a second to settle, and of
   * unequal length, since a load that repeats itself looks the same late by a whole turn.
   */
  private static final double[] PHASES = {3, 4, 3.5, 4.5, 3, 5, 4, 3, 4.5, 3.5};

  /** Finds periods down to 5 ms. */
  public static final double HERTZ = 200;

  private SensorCheck() {}

  /** Whether a trial can say anything of it. */
  public static boolean isTried(Source source) {
    return source.channel().measure().tellsEnergy();
  }

  /** What the trial takes, without making ready. */
  public static double seconds() {
    double sum = 0;
    for (double phase : PHASES) {
      sum += phase;
    }
    return sum;
  }

  /**
   * @param sources that tell power or energy; are closed
   * @param load the case that is the load; asks no sensors itself
   * @param progress is told the phase's number and whether it works
   */
  public static List<Finding> run(
      List<Source> sources, SubjectRequest load, BiConsumer<Integer, Boolean> progress) {
    try (TimedSubject subject = new TimedSubject(load, true);
        Sampler sampler = Sampler.startAtAnyCost(sources, HERTZ)) {
      SquareWave wave = drive(subject, progress);
      Recording seen = sampler.take();
      return seen.traces().stream().map(trace -> SensorTrial.of(trace, wave)).toList();
    }
  }

  private static SquareWave drive(TimedSubject subject, BiConsumer<Integer, Boolean> progress) {
    List<Phase> phases = new ArrayList<>();
    long from = System.nanoTime();
    for (int i = 0; i < PHASES.length; i++) {
      boolean loaded = i % 2 == 1;
      progress.accept(i, loaded);
      long until = from + Math.round(PHASES[i] * 1e9);
      do {
        if (loaded) {
          subject.operations();
        } else {
          LockSupport.parkNanos(until - System.nanoTime());
        }
      } while (System.nanoTime() < until);
      long to = System.nanoTime();
      phases.add(new Phase(from, to, loaded));
      from = to;
    }
    return new SquareWave(phases);
  }
}
