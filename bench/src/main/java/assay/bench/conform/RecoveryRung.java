package assay.bench.conform;

import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.PreparedKernel;
import assay.kernels.Support;
import assay.kernels.contract.Cases;
import assay.kernels.contract.ContractCase;
import assay.kernels.contract.Fill;
import assay.kernels.plugin.PluginBackend;
import assay.kernels.plugin.PluginException;
import assay.kernels.plugin.PluginFault;
import assay.reports.conform.Fault;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** That after a refusal, a failure or misuse the next kernel is right as if nothing had been. */
final class RecoveryRung implements Rung {

  private static final List<String> GOOD =
      List.of(
          "matmul:f32*f32:m37,n5,k96",
          "matmul:q4_K*f32:m37,n1,k512",
          "attention:f32*f16:h4,kv2,d64,n1,c130,causal",
          "dequant:q8_0*f32:m5,k320");

  /** Kernels that are open at once: a model has hundreds. */
  private static final int OPEN = 64;

  @Override
  public String id() {
    return "recovery";
  }

  @Override
  public String title() {
    return "Recovery";
  }

  @Override
  public String asks() {
    return "After a refusal or a failure, is the next result right?";
  }

  @Override
  public List<Probe> probes(Level level) {
    return List.of(
        probe("recovery.variant", RecoveryRung::unknownVariant),
        probe("recovery.unsupported", RecoveryRung::unsupported),
        probe("recovery.close", RecoveryRung::closedTwice),
        probe("recovery.open", RecoveryRung::manyOpen),
        probe("recovery.injected", RecoveryRung::injected),
        new Probe("recovery.memory", 1, MemoryProbe::run));
  }

  /** What goes wrong before the good case; gets that case's own inputs. */
  @FunctionalInterface
  private interface Trouble {
    void make(Examination exam, ContractCase good, Inputs inputs);
  }

  private static Probe probe(String id, Trouble trouble) {
    return new Probe(
        id,
        GOOD.size(),
        exam ->
            GOOD.forEach(spec -> {
              ContractCase good = exam.seeded(spec, Fill.RANDOM);
              exam.check(
                  good,
                  subject -> {
                    if (!subject.isRight(subject.run())) {
                      throw new NotMadeException("its results are wrong without any trouble");
                    }
                    trouble.make(exam, good, subject.inputs());
                    judge(exam, subject);
                    try (Arena arena = Arena.ofShared()) {
                      exam.with(Examination.other(good), arena, next -> judge(exam, next));
                    }
                  });
            }));
  }

  private static void judge(Examination exam, Subject subject) {
    float[] result = subject.run();
    if (!subject.judge(result)) {
      exam.find(Fault.NOT_RECOVERED, "is wrong after that");
    }
  }

  private static void unknownVariant(Examination exam, ContractCase good, Inputs inputs) {
    Optional<String> unknown = Optional.of("no-such-variant");
    try (PreparedKernel kernel = exam.candidate().prepare(good.spec(), inputs, unknown)) {
      exam.find(
          Fault.FALSE_CLAIM,
          "accepted a variant that there is not, and ran " + kernel.execution().kernel());
    } catch (KernelUnavailableException e) {
      // As it should.
    }
  }

  /** What it says it cannot do must be refused, not done somehow. */
  private static void unsupported(Examination exam, ContractCase good, Inputs inputs) {
    ContractCase bad =
        Stream.of(Cases.matmul(), Cases.attention(), Cases.dequant())
            .flatMap(List::stream)
            .filter(one -> exam.candidate().supports(one.spec()) instanceof Support.No)
            .findFirst()
            .orElseThrow(() -> new NotMadeException("it supports every case, so none is refused"));
    try (Arena arena = Arena.ofShared();
        PreparedKernel kernel = exam.candidate().prepare(bad.spec(), bad.inputs(arena))) {
      exam.find(
          Fault.FALSE_CLAIM,
          "prepared %s, of which it says that it cannot run it, as %s"
              .formatted(bad.spec(), kernel.execution().kernel()));
    } catch (KernelUnavailableException e) {
      // As it should.
    }
  }

  private static void closedTwice(Examination exam, ContractCase good, Inputs inputs) {
    exam.candidate().prepare(good.spec(), inputs).close();
    PreparedKernel kernel = exam.candidate().prepare(good.spec(), inputs);
    kernel.run();
    kernel.close();
    kernel.close();
  }

  private static void manyOpen(Examination exam, ContractCase good, Inputs inputs) {
    List<PreparedKernel> open = new ArrayList<>();
    try {
      for (int i = 0; i < OPEN; i++) {
        open.add(exam.candidate().prepare(good.spec(), inputs));
        exam.alive();
      }
      for (PreparedKernel kernel : open) {
        kernel.run();
        exam.alive();
      }
    } finally {
      open.forEach(PreparedKernel::close);
    }
  }

  /** Shows at the same time that this ladder would see it. */
  private static void injected(Examination exam, ContractCase good, Inputs inputs) {
    PluginBackend plugin =
        exam.candidate()
            .plugin()
            .orElseThrow(() -> new NotMadeException("a backend of Assay injects no errors"));
    try (Subject subject = Subject.of(exam, good.spec(), inputs)) {
      float[] right = subject.run();
      for (PluginFault fault : List.of(PluginFault.SILENT, PluginFault.BIT)) {
        plugin.inject(exam.candidate().device(), fault, 0);
        if (Diagnosis.differing(right, subject.run()) == 0) {
          exam.find(Fault.ABI, "accepts an error to inject, %s, and makes none".formatted(fault));
        }
      }
    } catch (PluginException e) {
      throw new NotMadeException(e.getMessage());
    }
  }
}
