package assay.datasets.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.datasets.generate.Fill;
import assay.kernels.Operation;
import assay.kernels.Spec;
import java.util.List;
import org.junit.jupiter.api.Test;

class FixedSuitesTest {

  @Test
  void quickIsSmallAndTouchesEveryOperation() {
    Suite quick = Suites.named("quick").orElseThrow();
    assertTrue(quick.entries().size() >= 16 && quick.entries().size() <= 20);
    for (Operation operation : Operation.values()) {
      assertTrue(quick.entries().stream().anyMatch(e -> e.spec().operation() == operation));
    }
    assertTrue(quick.entries().stream().allMatch(e -> e.spec().bytes() < 100_000_000));
    assertEquals(
        List.of("q4_K", "q8_0", "q6_K"),
        quick.entries().stream()
            .filter(e -> e.fill() == Fill.REAL)
            .map(e -> e.spec().stored().text())
            .toList());
  }

  @Test
  void ggmlHasEveryWeightFormatAtEveryBatchSize() {
    Suite ggml = Suites.named("ggml").orElseThrow();
    long products = ggml.entries().stream().filter(e -> e.spec().text().contains("m4096,")).count();
    assertEquals(28 * 7, products);
  }

  @Test
  void ggmlHasTheOtherFamiliesOfPerfShapes() {
    List<String> specs =
        Suites.named("ggml").orElseThrow().entries().stream().map(e -> e.spec().text()).toList();
    assertTrue(
        specs.containsAll(
            List.of(
                "matmul:f16*f32:m16416,n1,k128",
                "matmul:q4_K*f32:m768,n1,k2048",
                "matmul:q4_K*f32:m768,n32,k2048",
                "matmul:f32*f32:m1792,n64,k2048",
                "matmul:mxfp4*f32:m2880,n64,k2880",
                "attention:f32*f16:h16,kv16,d72,n5776,c5776,full",
                "attention:f32*q8_0:h64,kv8,d64,n512,c7680,full",
                "attention:f32*q8_0:h32,kv2,d256,n1,c20000,full",
                "attention:f32*f16:h32,kv8,d128,n1,c16384,full")),
        specs.toString());
    assertEquals(13 * 2, specs.stream().filter(s -> s.matches(".*m(768|1792|2880),.*")).count());
    assertEquals(
        1 + 2 * (3 + 5 * 2) + 2 * 2 * 3,
        specs.stream().filter(s -> s.startsWith("attention:")).count());
  }

  @Test
  void equalSpecsBecomeOneEntryWithAllOrigins() {
    Origin first = new Origin("a", "attn_q", Phase.DECODE, 2);
    Origin second = new Origin("b", "attn_o", Phase.DECODE, 3);
    String spec = "matmul:f32*f32:m1,n1,k1";
    SuiteBuilder builder = new SuiteBuilder(Fill.GAUSSIAN);
    builder.add(spec, first).add(spec, second).add(spec, first);
    builder.fill(Fill.ZEROS).add(spec, first);
    List<SuiteEntry> entries = builder.build("x", "y").entries();
    assertEquals(
        List.of(
            new SuiteEntry(Spec.parse(spec), Fill.GAUSSIAN, List.of(first, second)),
            new SuiteEntry(Spec.parse(spec), Fill.ZEROS, List.of(first))),
        entries);
  }
}
