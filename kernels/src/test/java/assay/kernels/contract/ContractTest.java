package assay.kernels.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.DequantSpec;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.PreparedKernel;
import assay.kernels.Spec;
import assay.kernels.accuracy.Measures;
import assay.kernels.contract.Subjects.Subject;
import assay.kernels.reference.Freivalds;
import assay.kernels.reference.Truth;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every kernel's result against the truth. */
class ContractTest {

  @TestFactory
  Stream<DynamicNode> matmul() {
    return Subjects.tests(Cases.matmul(), ContractTest::isRight);
  }

  @TestFactory
  Stream<DynamicNode> attention() {
    return Subjects.tests(Cases.attention(), ContractTest::isRight);
  }

  @TestFactory
  Stream<DynamicNode> dequant() {
    return Subjects.tests(Cases.dequant(), ContractTest::isRight);
  }

  /** Bit patterns that no encoder writes: infinite and NaN scales, unused codes. */
  @TestFactory
  Stream<DynamicNode> dequantOfAnything() {
    return Subjects.tests(
        Cases.dequant().stream().filter(tested -> tested.fill() == Fill.RANDOM).toList(),
        (subject, tested) -> {
          DequantSpec spec = (DequantSpec) tested.spec();
          try (Arena arena = Arena.ofShared()) {
            isExact(
                subject,
                tested,
                new Inputs.Dequant(
                    StoredData.anything(arena, spec.stored(), spec.m(), spec.k(), tested.seed())));
          }
        });
  }

  static void isRight(Subject subject, ContractCase tested) {
    try (Arena arena = Arena.ofShared()) {
      Inputs inputs = tested.inputs(arena);
      if (tested.spec() instanceof DequantSpec) {
        isExact(subject, tested, inputs);
        return;
      }
      try (PreparedKernel kernel = subject.prepare(tested.spec(), inputs, 2)) {
        float[] result = result(kernel, tested.spec());
        Measures measures = Measures.of(truth(tested.spec(), inputs, kernel), result);
        assertTrue(measures.isWithinTolerance(), () -> subject + " " + tested + ": " + measures);
        if (tested.spec() instanceof MatmulSpec matmul) {
          var check =
              Freivalds.of(matmul, (Inputs.Matmul) inputs, kernel.arithmetic(), ~tested.seed());
          double share = check.check(result).orElseThrow();
          assertTrue(share <= 1, () -> subject + " " + tested + ": Freivalds at " + share);
        }
      }
    }
  }

  /** Our own kernels to the bit, foreign ones to the tolerance; any NaN equals any other. */
  private static void isExact(Subject subject, ContractCase tested, Inputs inputs) {
    try (PreparedKernel kernel = subject.prepare(tested.spec(), inputs, 2)) {
      float[] result = result(kernel, tested.spec());
      Truth truth = truth(tested.spec(), inputs, kernel);
      if (subject.isOwn()) {
        for (int i = 0; i < result.length; i++) {
          int at = i;
          assertEquals(
              Float.floatToIntBits((float) truth.values()[i]),
              Float.floatToIntBits(result[i]),
              () ->
                  "%s %s: output %d is %s, not %s"
                      .formatted(subject, tested, at, result[at], truth.values()[at]));
        }
      } else {
        Measures measures = Measures.of(truth, result);
        assertTrue(measures.isWithinTolerance(), () -> subject + " " + tested + ": " + measures);
      }
    }
  }

  private static Truth truth(Spec spec, Inputs inputs, PreparedKernel kernel) {
    int[] all = IntStream.range(0, (int) spec.outputs()).toArray();
    return Truth.of(spec, inputs, kernel.arithmetic(), all);
  }

  /** From a poisoned output, so that what is not written shows as NaN. */
  static float[] result(PreparedKernel kernel, Spec spec) {
    float[] result = new float[(int) spec.outputs()];
    Arrays.fill(result, -77);
    kernel.poisonOutput();
    kernel.run();
    kernel.readOutput(result);
    assertEquals(Optional.empty(), kernel.damage());
    return result;
  }
}
