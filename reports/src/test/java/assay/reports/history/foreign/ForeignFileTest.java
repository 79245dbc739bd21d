package assay.reports.history.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.history.Better;
import assay.reports.history.Point;
import assay.reports.history.PointsRecord;
import assay.reports.history.PointsRecord.Case;
import assay.reports.history.UnusableHistoryException;
import assay.reports.history.foreign.ForeignFile.Format;
import assay.reports.record.UnreadableRecordException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as the tools write them; jmh.json is by JMH itself, and three results added to it. */
class ForeignFileTest {

  private static final Instant FILE_TIME = Instant.parse("2020-01-01T00:00:00Z");
  private static final Said NOTHING_SAID = new Said(Optional.empty(), FILE_TIME, "", "");

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = ForeignFileTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static Imported read(String name) throws IOException {
    return ForeignFile.read(bytes(name), name, Optional.empty(), NOTHING_SAID);
  }

  private static Case one(PointsRecord run, String part) {
    List<Case> found = run.cases().stream().filter(each -> each.id().contains(part)).toList();
    assertEquals(1, found.size(), part + " in " + run.cases().stream().map(Case::id).toList());
    return found.getFirst();
  }

  private static Point point(Case of, String metric) {
    return of.points().stream()
        .filter(each -> each.metric().name().equals(metric))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void jmhHasADirectionByItsMode() throws IOException {
    PointsRecord run = read("jmh.json").runs().getFirst();
    assertEquals("jmh", run.tool());
    assertEquals("1.37", run.toolVersion());
    Point speed =
        point(
            one(
                run,
                "operation{backend=scalar,cache=hot,device=,exchange=,fill=gaussian,seed=1,spec=dequant:f16*f32:m4/k8,threads=1,variant=}@thrpt"),
            "throughput");
    assertEquals(Better.HIGHER, speed.metric().better());
    assertEquals("ops/s", speed.metric().unit());
    assertEquals(1.2790493474821627E7, speed.value());
    assertEquals(2, speed.forks());
    assertEquals(6, speed.iterations());
    double first = (9518096.488268852 + 1.3659204811026126E7 + 1.3557779433730451E7) / 3;
    assertEquals(first, speed.forkMeans().getFirst(), 1e-6);
    for (String metric : List.of("average_time", "sample_time", "single_shot_time")) {
      String mode =
          metric.substring(0, 1).equals("a") ? "avgt" : metric.startsWith("sa") ? "sample" : "ss";
      Point time =
          point(
              one(
                  run,
                  "operation{backend=scalar,cache=hot,device=,exchange=,fill=gaussian,seed=1,spec=dequant:f16*f32:m4/k8,threads=1,variant=}@"
                      + mode
                      + "@t1"),
              metric);
      assertEquals(Better.LOWER, time.metric().better(), metric);
    }
    Case sampled = one(run, "@sample@");
    assertEquals(Better.LOWER, point(sampled, "p99_latency").metric().better());
    assertTrue(point(sampled, "p99_latency").value() > 0);
  }

  @Test
  void jmhAllocationIsTakenAndWhatHasNoDirectionIsTold() throws IOException {
    Imported imported = read("jmh.json");
    Point allocated = point(one(imported.runs().getFirst(), "once"), "allocated_per_op");
    assertEquals("B/op", allocated.metric().unit());
    assertEquals(Better.LOWER, allocated.metric().better());
    String remarks = imported.remarks().toString();
    assertTrue(
        remarks.contains("better: gc.alloc.rate]") || remarks.contains("better: gc.alloc.rate,"),
        remarks);
    assertTrue(remarks.contains("--time"), remarks);
    assertFalse(remarks.contains("p0.99"), remarks);
  }

  @Test
  void jmhScoresThatAreNoNumbersAreKeptAsLost() throws IOException {
    PointsRecord run = read("jmh.json").runs().getFirst();
    for (String lost : List.of("nothing", "boundless")) {
      Case each = one(run, lost);
      assertEquals("MISTRUSTED", each.state());
      assertEquals(List.of(), each.points());
    }
    assertTrue(one(run, "nothing").reasons().getFirst().contains("NaN"));
    Point once = point(one(run, "once"), "average_time");
    assertEquals(1, once.forks());
    assertEquals(1, once.iterations());
  }

  @Test
  void llamaBenchNamesItsTestsAndSettings() throws IOException {
    PointsRecord run = read("llama-bench.json").runs().getFirst();
    assertEquals("2025-04-24T11:58:50Z", run.startedAt());
    assertEquals("result", run.timeFrom());
    assertEquals("8cf427ff", run.commit());
    assertEquals(
        "AMD Ryzen 7 7800X3D 8-Core Processor, NVIDIA GeForce RTX 4080", run.machine().label());
    assertEquals(
        List.of(
            "qwen2 7B Q4_K - Medium pp512@n_threads=8@n_gpu_layers=99",
            "qwen2 7B Q4_K - Medium tg128@n_threads=8@n_gpu_layers=99",
            "qwen2 7B Q4_K - Medium pp512 @ d4096@n_threads=8@n_gpu_layers=99@flash_attn=true"),
        run.cases().stream().map(Case::id).toList());
    Point speed = run.cases().getFirst().points().getFirst();
    assertEquals(7100.002165, speed.value());
    assertEquals(Better.HIGHER, speed.metric().better());
    assertEquals(1, speed.forks());
    assertEquals(5, speed.iterations());
  }

  @Test
  void aGrowingFileOfLlamaBenchIsSeveralRuns() throws IOException {
    List<PointsRecord> runs = read("llama-bench.jsonl").runs();
    assertEquals(3, runs.size());
    assertEquals(List.of(2, 1, 1), runs.stream().map(run -> run.cases().size()).toList());
    assertEquals("aaaa1111", runs.getLast().commit());
    // A setting that this version did not have before is at its default: the same case.
    assertEquals(runs.getFirst().cases().getFirst().id(), runs.getLast().cases().getFirst().id());
  }

  @Test
  void googleBenchmarkJoinsRepetitions() throws IOException {
    Imported imported = read("google-benchmark.json");
    PointsRecord run = imported.runs().getFirst();
    assertEquals("2026-03-04T10:00:00Z", run.startedAt());
    Point real = point(one(run, "BM_Quant"), "real_time");
    assertEquals(2000, real.value(), 1e-9);
    assertEquals(Better.LOWER, real.metric().better());
    assertEquals(2, real.iterations());
    assertEquals(1, real.forks());
    Point rate = point(one(run, "BM_Quant"), "bytes_per_second");
    assertEquals(3e9, rate.value());
    assertEquals(Better.HIGHER, rate.metric().better());
    assertEquals(3e6, point(one(run, "BM_Only"), "real_time").value());
    assertTrue(one(run, "BM_Broken").reasons().getFirst().contains("no AVX-512 here"));
    assertEquals("MISTRUSTED", one(run, "BM_Fast").state());
    assertTrue(run.cases().stream().noneMatch(each -> each.id().contains("BM_Sort")));
    assertTrue(imported.remarks().toString().contains("misses"), imported.remarks().toString());
  }

  @Test
  void aClockReadingIsNoPartOfTheMachine() throws IOException {
    String text = new String(bytes("google-benchmark.json"), StandardCharsets.UTF_8);
    Imported other =
        ForeignFile.read(
            text.replace("10681", "10678")
                .replace("ci-7f3a", "ci-0001")
                .getBytes(StandardCharsets.UTF_8),
            "other.json",
            Optional.empty(),
            NOTHING_SAID);
    assertEquals(
        read("google-benchmark.json").runs().getFirst().machine(),
        other.runs().getFirst().machine());
  }

  @Test
  void googleBenchmarkOfOldHasNoRunTypeAndNoZone() throws IOException {
    Imported imported = read("google-benchmark-old.json");
    PointsRecord run = imported.runs().getFirst();
    assertEquals("2015-03-17T18:40:25Z", run.startedAt());
    assertEquals(1, run.cases().size());
    assertEquals(29275, point(run.cases().getFirst(), "real_time").value());
    assertTrue(imported.remarks().toString().contains("UTC"), imported.remarks().toString());
  }

  @Test
  void whatTheUserSaysGoesBeforeGuesses() throws IOException {
    Instant at = Instant.parse("2026-03-04T10:00:00Z");
    Said said = new Said(Optional.of(at), FILE_TIME, "abc", "bench-07");
    Imported imported =
        ForeignFile.read(bytes("jmh.json"), "jmh.json", Optional.of(Format.JMH), said);
    PointsRecord run = imported.runs().getFirst();
    assertEquals(at.toString(), run.startedAt());
    assertEquals("user", run.timeFrom());
    assertEquals("abc", run.commit());
    assertEquals("bench-07", run.machine().label());
    assertEquals("file", read("jmh.json").runs().getFirst().timeFrom());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "once upon a time",
        "[1, 2",
        "{\"a\": ",
        "[[[[",
        "\u0000",
        "[{\"benchmark\":\"b\",}]"
      })
  void whatIsNoJsonIsRefused(String text) {
    var refused =
        assertThrows(
            RuntimeException.class,
            () ->
                ForeignFile.read(
                    text.getBytes(StandardCharsets.UTF_8),
                    "f",
                    Optional.of(Format.JMH),
                    NOTHING_SAID));
    assertTrue(
        refused instanceof UnreadableRecordException || refused instanceof UnusableHistoryException,
        refused.toString());
    assertTrue(refused.getMessage().startsWith("f "), refused.getMessage());
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void jsonOfAnotherShapeIsRefused(Format format) {
    for (String text :
        List.of(
            "[]",
            "{}",
            "[{}]",
            "[1]",
            "{\"schema\":\"assay-run/1\"}",
            "{\"context\":[],\"benchmarks\":{}}")) {
      byte[] content = text.getBytes(StandardCharsets.UTF_8);
      var refused =
          assertThrows(
              UnusableHistoryException.class,
              () -> ForeignFile.read(content, "f", Optional.of(format), NOTHING_SAID),
              text);
      assertTrue(refused.getMessage().startsWith("f "), refused.getMessage());
    }
  }
}
