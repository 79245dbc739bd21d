package assay.bench.conform;

import assay.kernels.DeviceTimer;
import assay.kernels.QueuedKernel;
import assay.kernels.contract.ContractCase;
import assay.kernels.contract.Fill;
import assay.reports.conform.Fault;
import java.util.List;
import java.util.Locale;

/** That the time of a run is the time of its work. */
final class TimingRung implements Rung {

  private static final List<String> FORMATS = List.of("f32", "f16", "q8_0", "q4_K");

  /** As {@code ClockComparison} of the harness: quartz above, launching and waking up below. */
  private static final double MOST_ABOVE = 0.01;

  private static final double MOST_BELOW = 0.10;

  private static final long LEAST_BATCH_NANOS = 5_000_000;

  private static final int LOOKS = 9;

  /** A read waits that much longer at least before anybody calls the run unfinished. */
  private static final long LEAST_WAIT_NANOS = 200_000;

  @Override
  public String id() {
    return "timing";
  }

  @Override
  public String title() {
    return "Timing honesty";
  }

  @Override
  public String asks() {
    return "Is the time of a run that of its work?";
  }

  @Override
  public List<Probe> probes(Level level) {
    return List.of(
        new Probe(
            "timing.timer",
            FORMATS.size(),
            exam -> FORMATS.forEach(format -> timer(exam, decode(exam, format)))),
        new Probe(
            "timing.return",
            FORMATS.size(),
            exam -> FORMATS.forEach(format -> returns(exam, prefill(exam, format)))));
  }

  private static ContractCase decode(Examination exam, String format) {
    return exam.seeded("matmul:%s*f32:m1024,n1,k1024".formatted(format), Fill.RANDOM);
  }

  private static ContractCase prefill(Examination exam, String format) {
    return exam.seeded("matmul:%s*f32:m512,n16,k2048".formatted(format), Fill.RANDOM);
  }

  /** The look with the longest device time for its host time: the least disturbed one. */
  private static void timer(Examination exam, ContractCase one) {
    exam.check(
        one,
        subject -> {
          if (!(subject.kernel() instanceof QueuedKernel queued) || queued.timer().isEmpty()) {
            throw new NotMadeException("it has no device timer to hold against the host's clock");
          }
          subject.run();
          try (DeviceTimer timer = queued.timer().get()) {
            int batch = batch(exam, queued);
            double closest = 0;
            for (int look = 0; look < LOOKS; look++) {
              closest = Math.max(closest, share(queued, timer, batch));
              exam.alive();
            }
            if (closest > 1 + MOST_ABOVE || closest < 1 - MOST_BELOW) {
              exam.find(
                  Fault.LYING_TIMER,
                  String.format(
                      Locale.ROOT,
                      "the device's timer counts %.3g ms where %.3g ms pass on the host",
                      closest * 10,
                      10.0),
                  closest,
                  closest > 1 ? 1 + MOST_ABOVE : 1 - MOST_BELOW,
                  "of the host's time");
            }
          }
        });
  }

  /**
   * Runs that take long enough together. A queue may take thousands of runs before the device has
   * done one, so how many fit into a time is no measure of it.
   */
  private static int batch(Examination exam, QueuedKernel kernel) {
    for (int runs = 1; ; runs *= 2) {
      long start = System.nanoTime();
      enqueue(kernel, runs);
      kernel.await();
      if (System.nanoTime() - start >= LEAST_BATCH_NANOS) {
        return runs;
      }
      exam.alive();
    }
  }

  private static void enqueue(QueuedKernel kernel, int runs) {
    for (int i = 0; i < runs; i++) {
      kernel.enqueue();
    }
  }

  private static double share(QueuedKernel kernel, DeviceTimer timer, int runs) {
    long start = System.nanoTime();
    timer.begin();
    enqueue(kernel, runs);
    timer.end();
    kernel.await();
    return (double) timer.nanos() / (System.nanoTime() - start);
  }

  /** Reading at once must not take longer than reading later: what for would it wait? */
  private static void returns(Examination exam, ContractCase one) {
    exam.check(
        one,
        subject -> {
          subject.run();
          long run = Long.MAX_VALUE;
          long atOnce = Long.MAX_VALUE;
          long later = Long.MAX_VALUE;
          float[] output = subject.read();
          for (int look = 0; look < LOOKS; look++) {
            long start = System.nanoTime();
            subject.kernel().run();
            long returned = System.nanoTime();
            subject.kernel().readOutput(output);
            long read = System.nanoTime();
            run = Math.min(run, returned - start);
            atOnce = Math.min(atOnce, read - returned);
            Pause.of(1 + (read - start) / 1_000_000);
            start = System.nanoTime();
            subject.kernel().readOutput(output);
            later = Math.min(later, System.nanoTime() - start);
            exam.alive();
          }
          if (atOnce - later > Math.max(LEAST_WAIT_NANOS, run)) {
            exam.find(
                Fault.EARLY_RETURN,
                String.format(
                    Locale.ROOT,
                    "run takes %.3g ms, and reading right after it %.3g ms, which takes %.3g ms later",
                    run / 1e6,
                    atOnce / 1e6,
                    later / 1e6),
                atOnce / 1e6,
                later / 1e6,
                "ms");
          }
        });
  }
}
