package assay.bench.conform;

import assay.kernels.contract.Cases;
import assay.kernels.contract.ContractCase;
import assay.reports.conform.Fault;
import java.lang.foreign.Arena;
import java.util.List;

/** That the same inputs give the same bits: without that no difference between two parts counts. */
final class DeterminismRung implements Rung {

  @Override
  public String id() {
    return "determinism";
  }

  @Override
  public String title() {
    return "Determinism";
  }

  @Override
  public String asks() {
    return "Do the same inputs give the same bits?";
  }

  @Override
  public List<Probe> probes(Level level) {
    List<ContractCase> cases = Cases.repeated();
    return List.of(
        new Probe(
            "determinism.runs",
            cases.size(),
            exam -> cases.forEach(one -> runs(exam, exam.seeded(one)))),
        new Probe(
            "determinism.prepared",
            cases.size(),
            exam -> cases.forEach(one -> prepared(exam, exam.seeded(one)))));
  }

  private static void runs(Examination exam, ContractCase one) {
    exam.check(
        one,
        subject -> {
          float[] first = subject.run();
          int others = 0;
          int most = 0;
          for (int run = 1; run < exam.level().repeats(); run++) {
            int differing = Diagnosis.differing(first, subject.run());
            others += differing > 0 ? 1 : 0;
            most = Math.max(most, differing);
            exam.alive();
          }
          if (others > 0) {
            exam.find(
                Fault.NONDETERMINISTIC,
                "%d of %d runs gave other bits than the first, in up to %d of %d outputs"
                    .formatted(others, exam.level().repeats() - 1, most, first.length),
                (double) others,
                0.0,
                "runs");
          }
        });
  }

  private static void prepared(Examination exam, ContractCase one) {
    exam.check(
        one,
        subject -> {
          float[] first = subject.run();
          try (Arena arena = Arena.ofShared();
              Subject again = Subject.of(exam, one, arena)) {
            int differing = Diagnosis.differing(first, again.run());
            if (differing > 0) {
              exam.find(
                  Fault.NONDETERMINISTIC,
                  "prepared again for the same inputs it gave other bits in %d of %d outputs"
                      .formatted(differing, first.length),
                  (double) differing,
                  0.0,
                  "outputs");
            }
          }
        });
  }

  /** No fault where a plug-in says beforehand that it sums in any order. */
  private static void tell(
      Examination exam, ContractCase one, String what, double measured, String unit) {
    if (exam.candidate().mayReorder(one.spec())) {
      exam.note("As declared, sums are taken in any order: %s %s.".formatted(one.spec(), what));
    } else {
      exam.find(Fault.NONDETERMINISTIC, what, measured, 0.0, unit);
    }
  }
}
