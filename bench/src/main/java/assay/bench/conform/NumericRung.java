package assay.bench.conform;

import assay.kernels.Arithmetic;
import assay.kernels.DequantSpec;
import assay.kernels.Format;
import assay.kernels.MatmulSpec;
import assay.kernels.Operation;
import assay.kernels.accuracy.Measures;
import assay.kernels.contract.Cases;
import assay.kernels.contract.ContractCase;
import assay.kernels.contract.Fill;
import assay.reports.conform.Exactness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * That results are as near to the truth as the declared arithmetic makes them: the cases of Assay's
 * own contract test, whole at level long.
 */
final class NumericRung implements Rung {

  /** Of an operation in a format at level quick: the first are decode, prefill and odd numbers. */
  private static final int QUICK_CASES = 5;

  /** At level standard, of which an operation in four formats has a hundred. */
  private static final int STANDARD_CASES = 40;

  @Override
  public String id() {
    return "numeric";
  }

  @Override
  public String title() {
    return "Numeric contract";
  }

  @Override
  public String asks() {
    return "Are results as near to the truth as it promises?";
  }

  @Override
  public List<Probe> probes(Level level) {
    Map<String, List<ContractCase>> groups = new LinkedHashMap<>();
    Stream.of(Cases.matmul(), Cases.attention(), Cases.dequant(), wide())
        .flatMap(List::stream)
        .forEach(one -> groups.computeIfAbsent(idOf(one), id -> new ArrayList<>()).add(one));
    List<Probe> probes = new ArrayList<>();
    groups.forEach((id, all) -> {
      List<ContractCase> some = some(all, level);
      probes.add(new Probe(id, some.size(), exam -> new Examined(exam).all(some)));
    });
    probes.add(GrowthProbe.of(level));
    return probes;
  }

  private String idOf(ContractCase one) {
    return "%s.%s.%s"
        .formatted(
            id(),
            one.spec().operation().name().toLowerCase(Locale.ROOT),
            one.spec().stored().text());
  }

  /** Enough outputs in each direction to see tiles and lanes; last of each group. */
  private static List<ContractCase> wide() {
    List<ContractCase> cases = new ArrayList<>();
    for (Format format : Format.values()) {
      long k = (long) format.blockElements() * Math.ceilDiv(96, format.blockElements());
      cases.add(ContractCase.of("matmul:%s*f32:m200,n40,k%d".formatted(format, k), Fill.RANDOM));
      cases.add(ContractCase.of("matmul:%s*f32:m200,n1,k%d".formatted(format, k), Fill.RANDOM));
    }
    return cases;
  }

  /** Evenly over the list, its first and last included. */
  private static List<ContractCase> some(List<ContractCase> all, Level level) {
    int most =
        switch (level) {
          case QUICK -> QUICK_CASES;
          case STANDARD -> STANDARD_CASES;
          case LONG -> all.size();
        };
    if (all.size() <= most) {
      return all;
    }
    TreeSet<Integer> chosen = new TreeSet<>();
    for (int i = 0; i < most; i++) {
      chosen.add(i * (all.size() - 1) / (most - 1));
    }
    return chosen.stream().map(all::get).toList();
  }

  /** The cases of one probe and the worst of them. */
  private static final class Examined {
    private final Examination exam;
    private final TreeSet<String> kernels = new TreeSet<>();
    private final TreeSet<String> declared = new TreeSet<>();
    private Operation operation;
    private Format format;
    private String worst = "";
    private double worstOfTolerance;
    private double nmse;
    private int checks;

    Examined(Examination exam) {
      this.exam = exam;
    }

    void all(List<ContractCase> cases) {
      for (ContractCase each : cases) {
        ContractCase one = exam.seeded(each);
        exam.check(
            one,
            subject -> {
              float[] result = subject.run();
              subject.judge(result);
              add(one, subject, Measures.of(subject.truth(), result));
            });
      }
      if (checks > 0) {
        exam.exactness(
            new Exactness(
                operation.name().toLowerCase(Locale.ROOT),
                format.text(),
                String.join("; or ", declared),
                String.join(", ", kernels),
                checks,
                worstOfTolerance,
                nmse,
                worst));
      }
    }

    private void add(ContractCase one, Subject subject, Measures measures) {
      checks++;
      operation = one.spec().operation();
      format = one.spec().stored();
      kernels.add(subject.kernel().execution().kernel());
      declared.add(text(one, subject.kernel().arithmetic()));
      // Where all of a truth is 0, or tiny and flushed, NMSE says nothing.
      if (one.fill() != Fill.TINY && Double.isFinite(measures.nmse())) {
        nmse = Math.max(nmse, measures.nmse());
      }
      if (worst.isEmpty() || measures.maxOfTolerance() > worstOfTolerance) {
        worstOfTolerance = measures.maxOfTolerance();
        worst = Examination.text(one);
      }
    }

    private static String text(ContractCase one, Arithmetic arithmetic) {
      if (one.spec() instanceof DequantSpec) {
        return "to the bit";
      }
      String name = one.spec() instanceof MatmulSpec ? "activations" : "query";
      List<String> parts = new ArrayList<>();
      if (arithmetic.activations().group() > 1
          || !arithmetic.activations().text().equals(Format.F32.text())) {
        parts.add("%s in %s".formatted(name, arithmetic.activations().text()));
      }
      if (!arithmetic.weights().text().equals(Format.F32.text())) {
        parts.add("stored numbers in " + arithmetic.weights().text());
      }
      parts.add("sums in " + arithmetic.accumulator().text());
      return String.join(", ", parts);
    }
  }
}
