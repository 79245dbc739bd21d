package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.bench.plan.CaseIds;
import assay.bench.plan.PlannedCase;
import assay.kernels.MatmulSpec;
import assay.kernels.Spec;
import assay.reports.record.CaseRecord;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuickLookTest {

  private static final String DECODE_K = "matmul:q4_K*f32:m8,n1,k256";
  private static final String DECODE_F = "matmul:f32*f32:m8,n1,k256";
  private static final String PREFILL_K = "matmul:q4_K*f32:m8,n16,k256";
  private static final String PREFILL_F = "matmul:f32*f32:m8,n16,k256";
  private static final String ATTENTION = "attention:f32*f16:h4,kv2,d32,n1,c100,causal";
  private static final String DEQUANT = "dequant:q4_K*f32:m8,k256";

  private static PlannedCase planned(String backend, String device, String text, String refusal) {
    Spec spec = Spec.parse(text);
    var key = new CaseRecord.Key(text, backend, "", device, 2, "cold", "gaussian");
    Map<String, Long> shape =
        spec instanceof MatmulSpec matmul ? Map.of("n", matmul.n()) : Map.of("n", 1L);
    var work =
        new CaseRecord.Work(
            spec.operation().name(),
            spec.stored().text(),
            shape,
            spec.flops(),
            spec.bytes(),
            spec.outputs());
    return new PlannedCase(CaseIds.of(key), key, List.of(), work, 1, "", refusal);
  }

  private static List<String> kept(PlannedCase... cases) {
    return QuickLook.of(List.of(cases)).stream()
        .map(one -> one.key().device() + " " + one.key().spec())
        .toList();
  }

  @Test
  void theBackendThatRunsEverywhereMeasuresEverything() {
    PlannedCase[] all =
        Stream.of(DECODE_K, DECODE_F, PREFILL_K, PREFILL_F, ATTENTION, DEQUANT)
            .map(spec -> planned("vector", "cpu", spec, ""))
            .toArray(PlannedCase[]::new);
    assertEquals(List.of(all), QuickLook.of(List.of(all)));
  }

  @Test
  void aPeerIsMeasuredOnTheFirstFormatOfEachKernel() {
    assertEquals(
        List.of("cpu " + DECODE_K, "repack " + DECODE_K, "cpu " + PREFILL_K, "cpu " + ATTENTION),
        kept(
            planned("ggml", "cpu", DECODE_K, ""),
            planned("ggml", "repack", DECODE_K, ""),
            planned("ggml", "cpu", DECODE_F, ""),
            planned("ggml", "cpu", PREFILL_K, ""),
            planned("ggml", "cpu", PREFILL_F, ""),
            planned("ggml", "cpu", ATTENTION, ""),
            planned("ggml", "cpu", DEQUANT, "")));
  }

  @Test
  void whatAPeerCannotRunDoesNotCostItItsKernel() {
    assertEquals(
        List.of("cpu " + DECODE_K, "cpu " + DECODE_F),
        kept(
            planned("blas", "cpu", DECODE_K, "multiplies floats only"),
            planned("blas", "cpu", DECODE_F, "")));
  }
}
