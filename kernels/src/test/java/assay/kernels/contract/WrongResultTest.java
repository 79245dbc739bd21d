package assay.kernels.contract;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Arithmetic;
import assay.kernels.AttentionSpec;
import assay.kernels.Device;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.PreparedKernel;
import assay.kernels.Rounding;
import assay.kernels.Spec;
import assay.kernels.Tensor;
import assay.kernels.accuracy.Measures;
import assay.kernels.contract.Subjects.Subject;
import assay.kernels.reference.ReferenceBackend;
import assay.kernels.reference.Truth;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Real kernels that are made to compute something else must not pass with what they declare. */
class WrongResultTest {

  private static final List<ContractCase> MATMUL =
      cases(
          "matmul:f32*f32:m24,n3,k4096",
          "matmul:f16*f32:m24,n3,k32",
          "matmul:bf16*f32:m24,n3,k4096",
          "matmul:q8_0*f32:m24,n1,k4096",
          "matmul:q4_0*f32:m24,n5,k4096",
          "matmul:q4_1*f32:m24,n3,k256",
          "matmul:q4_K*f32:m24,n3,k4096",
          "matmul:q6_K*f32:m24,n1,k4096");

  private static final List<ContractCase> ATTENTION =
      cases(
          "attention:f32*f32:h4,kv2,d64,n5,c40,causal",
          "attention:f32*f16:h4,kv2,d64,n5,c40,causal",
          "attention:f32*bf16:h4,kv2,d64,n5,c40,causal",
          "attention:f32*q8_0:h4,kv2,d64,n5,c40,causal",
          "attention:f32*f16:h4,kv2,d64,n70,c100,causal",
          "attention:f32*f16:h4,kv2,d64,n5,c40,causal,cap30,sinks");

  private static final List<ContractCase> LONG =
      cases(
          "attention:f32*f32:h4,kv1,d128,n1,c4096,causal",
          "attention:f32*f16:h4,kv1,d128,n1,c4096,causal",
          "attention:f32*bf16:h4,kv1,d128,n1,c4096,causal",
          "attention:f32*q8_0:h4,kv1,d128,n1,c4096,causal");

  private static List<ContractCase> cases(String... specs) {
    return Arrays.stream(specs).map(spec -> ContractCase.of(spec, Fill.RANDOM)).toList();
  }

  private static Stream<ContractCase> all() {
    return Stream.of(MATMUL, ATTENTION, LONG).flatMap(List::stream);
  }

  @TestFactory
  Stream<DynamicNode> zeros() {
    return Subjects.tests(
        all().toList(),
        (subject, tested) ->
            expectWrong(
                subject,
                tested,
                WrongResultTest::same,
                y -> {
                  Arrays.fill(y, 0);
                }));
  }

  @TestFactory
  Stream<DynamicNode> halfOfEach() {
    return Subjects.tests(
        all().toList(),
        (subject, tested) ->
            expectWrong(
                subject,
                tested,
                WrongResultTest::same,
                y -> {
                  for (int i = 0; i < y.length; i++) {
                    y[i] /= 2;
                  }
                }));
  }

  @TestFactory
  Stream<DynamicNode> oneBlockUnwritten() {
    return Subjects.tests(
        all().toList(),
        (subject, tested) ->
            expectWrong(
                subject,
                tested,
                WrongResultTest::same,
                y -> {
                  Arrays.fill(y, 16, 24, Float.NaN);
                }));
  }

  @TestFactory
  Stream<DynamicNode> productsDropped() {
    return Subjects.tests(
        Stream.of(MATMUL, ATTENTION).flatMap(List::stream).toList(),
        (subject, tested) -> expectWrong(subject, tested, WrongResultTest::withoutTerms, y -> {}));
  }

  @TestFactory
  Stream<DynamicNode> maskIgnored() {
    return Subjects.tests(
        ATTENTION,
        (subject, tested) -> {
          AttentionSpec spec = (AttentionSpec) tested.spec();
          Spec full = Spec.parse(spec.text().replace("causal", "full"));
          // A variant that always masks cannot show what it would be without.
          Subject unmasked =
              subject.canRun(full)
                  ? subject
                  : new Subject(new ReferenceBackend(), Device.CPU, Optional.empty());
          expectWrong(subject, tested, unmasked, full, WrongResultTest::same, y -> {});
        });
  }

  private static void expectWrong(
      Subject subject,
      ContractCase tested,
      BiFunction<Inputs, Arithmetic, Inputs> change,
      Consumer<float[]> spoiling) {
    expectWrong(subject, tested, subject, tested.spec(), change, spoiling);
  }

  /** The right result passes; that of another kernel, another spec or other inputs doesn't. */
  private static void expectWrong(
      Subject subject,
      ContractCase tested,
      Subject spoiled,
      Spec computed,
      BiFunction<Inputs, Arithmetic, Inputs> change,
      Consumer<float[]> spoiling) {
    try (Arena arena = Arena.ofShared()) {
      Inputs inputs = tested.inputs(arena);
      int[] all = IntStream.range(0, (int) tested.spec().outputs()).toArray();
      Truth truth;
      Arithmetic arithmetic;
      try (PreparedKernel kernel = subject.prepare(tested.spec(), inputs, 2)) {
        arithmetic = kernel.arithmetic();
        truth = Truth.of(tested.spec(), inputs, arithmetic, all);
        float[] right = ContractTest.result(kernel, tested.spec());
        assertTrue(Measures.of(truth, right).isWithinTolerance(), "the right result is wrong");
      }
      Inputs changed = change.apply(tested.inputs(arena), arithmetic);
      try (PreparedKernel kernel = spoiled.prepare(computed, changed, 2)) {
        float[] wrong = ContractTest.result(kernel, computed);
        spoiling.accept(wrong);
        Measures measures = Measures.of(truth, wrong);
        assertFalse(
            measures.isWithinTolerance(),
            () -> "%s %s with %s: %s".formatted(subject, tested, kernel.arithmetic(), measures));
      }
    }
  }

  private static Inputs same(Inputs inputs, Arithmetic arithmetic) {
    return inputs;
  }

  /** The last activations of each row, or the value of the first position in each cache. */
  private static Inputs withoutTerms(Inputs inputs, Arithmetic arithmetic) {
    if (inputs instanceof Inputs.Matmul matmul) {
      Tensor x = matmul.activations();
      long bytes = Float.BYTES * visible(x.columns(), arithmetic);
      for (long row = 0; row < x.rows(); row++) {
        x.row(row).asSlice(x.rowBytes() - bytes).fill((byte) 0);
      }
    } else if (inputs instanceof Inputs.Attention attention) {
      for (long head = 0; head < 2; head++) {
        long rows = attention.values().rows() / 2;
        attention.values().row(head * rows).fill((byte) 0);
      }
    }
    return inputs;
  }

  /**
   * How many products of k must be missing before a kernel shows it. One, where numbers are exact
   * or rounded in a way that is known. Where each factor may become either of its neighbours, u
   * apart, a correct result lies within {@code 8 u sqrt(k)} products of the truth, and c of them
   * missing make {@code sqrt(c)}, which one of dozens of outputs surpasses.
   */
  private static long visible(long k, Arithmetic arithmetic) {
    if (!(arithmetic.activations() instanceof Rounding.Significand cut)) {
      return 1;
    }
    double unit = cut.unit() + unit(arithmetic.weights());
    return Math.clamp((long) Math.ceil(Math.pow(8 * unit, 2) * k), 1, k);
  }

  private static double unit(Rounding weights) {
    return switch (weights) {
      case Rounding.Significand cut -> cut.unit();
      case Rounding.Stored(Format format) ->
          switch (format) {
            case BF16 -> 0x1p-8;
            case F16 -> 0x1p-11;
            default -> 0;
          };
      case Rounding.Bytes bytes -> throw new IllegalArgumentException(bytes.text());
    };
  }
}
