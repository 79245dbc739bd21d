package assay.bench.conform;

import assay.kernels.accuracy.Measures;
import assay.kernels.contract.Cases;
import assay.kernels.contract.ContractCase;
import assay.reports.conform.Fault;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * That results stay right for as long as the level takes: parts go wrong when they are hot, and
 * drivers when a counter overflows.
 */
final class SustainedRung implements Rung {

  /** Runs between two looks at one kernel's output. */
  private static final int STRETCH = 25;

  @Override
  public String id() {
    return "sustained";
  }

  @Override
  public String title() {
    return "Sustained correctness";
  }

  @Override
  public String asks() {
    return "Does it stay right over many runs?";
  }

  @Override
  public List<Probe> probes(Level level) {
    return List.of(new Probe("sustained.runs", 1, SustainedRung::run));
  }

  private static void run(Examination exam) {
    exam.check(
        "many runs of all kinds in turns",
        () -> {
          try (Arena arena = Arena.ofShared()) {
            List<Steady> kernels = prepare(exam, arena);
            try {
              sustain(exam, kernels);
            } finally {
              kernels.forEach(kernel -> kernel.subject.close());
            }
          }
        });
  }

  private static List<Steady> prepare(Examination exam, Arena arena) {
    List<Steady> kernels = new ArrayList<>();
    for (ContractCase one : Cases.repeated()) {
      ContractCase seeded = exam.seeded(one);
      if (exam.candidate().supports(one.spec()).isYes()) {
        kernels.add(new Steady(Subject.of(exam, seeded, arena)));
        exam.alive();
      }
    }
    if (kernels.isEmpty()) {
      throw new NotMadeException("it supports none of the specs that are repeated");
    }
    return kernels;
  }

  private static void sustain(Examination exam, List<Steady> kernels) {
    long start = System.nanoTime();
    long runs = 0;
    long nanos = 0;
    long enough = exam.level().sustainedMillis() * 1_000_000L;
    while (nanos < enough || runs < exam.level().runs() && nanos < 3 * enough) {
      for (Steady kernel : kernels) {
        runs += STRETCH;
        if (!kernel.isSteady(exam, runs, System.nanoTime() - start)) {
          return;
        }
        exam.alive();
      }
      nanos = System.nanoTime() - start;
    }
    exam.note(
        "Sustained: %d runs of %d kernels in %.1f s, %s."
            .formatted(
                runs,
                kernels.size(),
                nanos / 1e9,
                kernels.stream().allMatch(kernel -> kernel.right)
                    ? "none of them wrong"
                    : "as right or wrong as the first"));
  }

  /** A kernel and what it gave first. */
  private static final class Steady {
    private final Subject subject;
    private final float[] first;
    private final boolean right;

    Steady(Subject subject) {
      this.subject = subject;
      first = subject.run();
      right = subject.judge(first);
    }

    boolean isSteady(Examination exam, long runs, long nanos) {
      for (int run = 1; run < STRETCH; run++) {
        subject.kernel().run();
        exam.alive();
      }
      float[] now = subject.run();
      int differing = Diagnosis.differing(first, now);
      if (differing == 0) {
        return true;
      }
      boolean wrong = Measures.wrong(subject.truth(), now).length > 0;
      if (!wrong && exam.candidate().mayReorder(subject.spec())) {
        return true;
      }
      exam.find(
          right && wrong ? Fault.WRONG_WHEN_HOT : Fault.NONDETERMINISTIC,
          "%s: %s after %d runs of all kinds and %.1f s, in %d of %d outputs"
              .formatted(
                  subject.spec(),
                  wrong ? "wrong" : "other bits than at first",
                  runs,
                  nanos / 1e9,
                  differing,
                  first.length),
          (double) differing,
          0.0,
          "outputs");
      return false;
    }
  }
}
