package assay.bench.conform;

import assay.kernels.Format;
import assay.kernels.Operation;
import assay.kernels.contract.ContractCase;
import assay.kernels.contract.Fill;
import assay.reports.conform.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** That what is said to be supported runs: shapes far from those that a kernel was tried on. */
final class CapabilityRung implements Rung {

  @Override
  public String id() {
    return "capability";
  }

  @Override
  public String title() {
    return "Capability honesty";
  }

  @Override
  public String asks() {
    return "Can it do what it says it can?";
  }

  @Override
  public List<Probe> probes(Level level) {
    List<Probe> probes = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      List<ContractCase> claims = claims(operation, level);
      probes.add(
          new Probe(
              "capability." + operation.name().toLowerCase(Locale.ROOT),
              claims.size(),
              exam -> claims.forEach(claim -> prove(exam, exam.seeded(claim)))));
    }
    return probes;
  }

  private static List<ContractCase> claims(Operation operation, Level level) {
    return switch (operation) {
      case MATMUL -> matmul(level);
      case ATTENTION -> attention();
      case DEQUANT -> dequant();
    };
  }

  private static List<ContractCase> matmul(Level level) {
    List<ContractCase> claims = new ArrayList<>();
    for (Format format : Format.values()) {
      int block = format.blockElements();
      // A row of a large model, one block, a prompt, more outputs than a device has cores.
      claims.add(matmul(format, 3, 1, 53248));
      claims.add(matmul(format, 1, 1, block));
      claims.add(matmul(format, 2, 1025, Math.max(block, 8)));
      claims.add(matmul(format, 4099, 1, Math.max(block, 8)));
      if (level != Level.QUICK) {
        claims.add(matmul(format, 65537, 1, Math.max(block, 8)));
        claims.add(matmul(format, 67, 67, 14336));
      }
    }
    return claims;
  }

  private static ContractCase matmul(Format format, long m, long n, long k) {
    return ContractCase.of("matmul:%s*f32:m%d,n%d,k%d".formatted(format, m, n, k), Fill.RANDOM);
  }

  private static List<ContractCase> attention() {
    List<ContractCase> claims = new ArrayList<>();
    for (String stored : List.of("f32", "f16", "bf16", "q8_0")) {
      for (String shape :
          List.of(
              "h1,kv1,d32,n1,c1,full",
              "h64,kv8,d128,n1,c1025,causal",
              "h16,kv1,d256,n3,c70,causal,window7",
              "h8,kv8,d64,n129,c129,causal",
              "h2,kv1,d576,v512,n3,c1025,causal,cap50,sinks")) {
        claims.add(ContractCase.of("attention:f32*%s:%s".formatted(stored, shape), Fill.RANDOM));
      }
    }
    return claims;
  }

  private static List<ContractCase> dequant() {
    List<ContractCase> claims = new ArrayList<>();
    for (Format format : Format.values()) {
      for (String target : List.of("f32", "f16", "bf16")) {
        long k = 97L * format.blockElements();
        claims.add(
            ContractCase.of("dequant:%s*%s:m1,k%d".formatted(format, target, k), Fill.RANDOM));
      }
    }
    return claims;
  }

  /** Prepares and runs, by each variant that it names where none is asked for. */
  private static void prove(Examination exam, ContractCase claim) {
    exam.check(
        claim,
        subject -> {
          subject.run();
          if (exam.candidate().variant().isPresent()) {
            return;
          }
          for (String variant : exam.candidate().backend().variants(claim.spec())) {
            exam.candidate().prepare(claim.spec(), subject.inputs(), Optional.of(variant)).close();
            exam.alive();
          }
          if (subject.kernel().execution().kernel().isBlank()) {
            exam.find(Fault.IDENTITY, "does not name the kernel that ran");
          }
        });
  }
}
