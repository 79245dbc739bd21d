package assay.bench.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.datasets.generate.Fill;
import assay.datasets.generate.Generated;
import assay.datasets.generate.InputsFactory;
import assay.kernels.Spec;
import assay.reports.record.CaseRecord;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults between the sampled outputs. */
class AccuracyCheckTest {

  private static final int SAMPLED = 40;

  private static Checked check(String text, String variant, boolean whole) {
    Spec spec = Spec.parse(text);
    var key = new CaseRecord.Key(text, "faulty", variant, "cpu", 1, "hot", "gaussian");
    var request = new SubjectRequest(key, 5, "", SAMPLED, 1 << 20, whole);
    try (Arena arena = Arena.ofShared()) {
      Generated generated = new InputsFactory().generate(spec, Fill.GAUSSIAN, 5, arena);
      try (Subject subject =
          Subject.prepare(Target.of(request), key, spec, List.of(generated.inputs()))) {
        subject.run();
        return new AccuracyCheck(spec, generated, subject.arithmetic(), request).first(subject);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matmul:q8_0*f32:m700,n3,k64",
        "attention:f32*f16:h8,kv2,d64,n4,c40,causal",
        "dequant:q4_0*f32:m30,k96",
        "dequant:q4_0*f16:m30,k96"
      })
  void whatIsNotWrittenIsFoundInEveryFork(String spec) {
    assertTrue(check(spec, "none", false).isRight());
    Checked checked = check(spec, "leaves_a_gap", false);
    assertEquals(3, checked.measures().nonFinite());
    assertTrue(checked.reason().contains("3 not finite"), checked.reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"matmul:q8_0*f32:m700,n3,k64", "dequant:q4_0*f32:m30,k96"})
  void oneWrongNumberIsFoundInTheForkThatChecksAll(String spec) {
    assertTrue(check(spec, "none", true).isRight());
    assertTrue(check(spec, "wrong_inside", false).isRight(), "sampled by chance");
    Checked checked = check(spec, "wrong_inside", true);
    assertTrue(checked.reason().startsWith("whole result failed"), checked.reason());
  }
}
