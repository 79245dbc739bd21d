package assay.bench.conform;

import assay.kernels.Inputs;
import assay.kernels.Tensor;
import assay.kernels.contract.Cases;
import assay.kernels.contract.ContractCase;
import assay.kernels.contract.Fill;
import assay.reports.conform.Fault;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * That a run writes all of its output, in time, nothing else, and from the inputs it was given:
 * what a comparison of one result with the truth does not see.
 */
final class PoisonRung implements Rung {

  @Override
  public String id() {
    return "poison";
  }

  @Override
  public String title() {
    return "Poison and sentinels";
  }

  @Override
  public String asks() {
    return "Does each run write all of its output, in time, and nothing else?";
  }

  @Override
  public List<Probe> probes(Level level) {
    List<ContractCase> cases = Cases.repeated();
    List<ContractCase> edges = edges();
    return List.of(
        each("poison.unwritten", cases, PoisonRung::unwritten),
        each("poison.late", cases, PoisonRung::late),
        each("poison.beyond", edges, PoisonRung::beyond),
        each("poison.stale", cases, PoisonRung::stale));
  }

  /** What a probe does with one case. */
  @FunctionalInterface
  private interface Check {
    void of(Examination exam, ContractCase one);
  }

  private static Probe each(String id, List<ContractCase> cases, Check check) {
    return new Probe(
        id, cases.size(), exam -> cases.forEach(one -> check.of(exam, exam.seeded(one))));
  }

  /** Results that end anywhere within a vector. */
  private static List<ContractCase> edges() {
    List<ContractCase> cases = new ArrayList<>();
    for (int m : new int[] {1, 3, 7, 15, 17, 31, 33}) {
      for (String format : List.of("f32", "f16", "q8_0", "q4_K")) {
        cases.add(ContractCase.of("matmul:%s*f32:m%d,n1,k256".formatted(format, m), Fill.RANDOM));
        cases.add(
            ContractCase.of("matmul:%s*f32:m%d,n%d,k256".formatted(format, m, m), Fill.RANDOM));
      }
      cases.add(ContractCase.of("dequant:f16*f32:m1,k%d".formatted(m), Fill.RANDOM));
      cases.add(
          ContractCase.of(
              "attention:f32*f32:h1,kv1,d%d,n%d,c40,causal".formatted(m, m), Fill.RANDOM));
    }
    return cases;
  }

  /** Of the second run, which some caches answer without computing. */
  private static void unwritten(Examination exam, ContractCase one) {
    exam.check(
        one,
        subject -> {
          subject.run();
          if (isWhole(subject.poison())) {
            throw new NotMadeException("its output cannot be filled with NaN");
          }
          subject.judge(subject.run());
        });
  }

  private static boolean isWhole(float[] values) {
    for (float value : values) {
      if (!Float.isNaN(value)) {
        return true;
      }
    }
    return false;
  }

  private static void late(Examination exam, ContractCase one) {
    exam.check(
        one,
        subject -> {
          float[] result = subject.run();
          Pause.of(exam.level().pauseMillis());
          float[] later = subject.read();
          int changed = Diagnosis.differing(result, later);
          if (changed > 0) {
            exam.find(
                Fault.LATE_WRITE,
                "%d of %d outputs changed in the %d ms after run had returned"
                    .formatted(changed, result.length, exam.level().pauseMillis()),
                (double) changed,
                0.0,
                "outputs");
          }
        });
  }

  /** Beyond the output, and into the inputs, which belong to the host. */
  private static void beyond(Examination exam, ContractCase one) {
    exam.check(
        one,
        subject -> {
          long before = checksum(subject.inputs());
          subject.run();
          subject.kernel().run();
          Optional<String> damage = subject.kernel().damage();
          damage.ifPresent(what -> exam.find(Fault.OUT_OF_BOUNDS, what));
          if (checksum(subject.inputs()) != before) {
            exam.find(Fault.OUT_OF_BOUNDS, "wrote into its inputs");
          }
        });
  }

  private static long checksum(Inputs inputs) {
    CRC32C sum = new CRC32C();
    List<Tensor> tensors =
        switch (inputs) {
          case Inputs.Matmul(Tensor weights, Tensor activations) -> List.of(weights, activations);
          case Inputs.Attention attention ->
              List.of(attention.query(), attention.keys(), attention.values());
          case Inputs.Dequant(Tensor source) -> List.of(source);
        };
    tensors.forEach(tensor -> sum.update(tensor.data().asByteBuffer()));
    return sum.getValue();
  }

  /** Three sets of inputs one after another, then two at once. */
  private static void stale(Examination exam, ContractCase one) {
    exam.check(
        one,
        first -> {
          exam.keepOutput(first.spec(), first.run());
          ContractCase other = Examination.other(one);
          try (Arena arena = Arena.ofShared()) {
            exam.with(
                other,
                arena,
                second -> {
                  float[] result = second.run();
                  if (!second.judge(result)) {
                    return;
                  }
                  float[] again = first.run();
                  exam.keepOutput(first.spec(), result);
                  if (first.judge(again) && !Arrays.equals(second.read(), result)) {
                    exam.find(Fault.MIXED_UP, "running one kernel changed the output of another");
                  }
                });
          }
        });
  }
}
