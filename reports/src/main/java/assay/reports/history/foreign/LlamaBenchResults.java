package assay.reports.history.foreign;

import assay.reports.history.Better;
import assay.reports.history.Metric;
import assay.reports.history.PointsRecord;
import assay.reports.history.PointsRecord.Case;
import assay.reports.history.PointsRecord.Place;
import assay.reports.history.UnusableHistoryException;
import assay.reports.text.Plain;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * llama-bench's {@code -o json} and {@code -o jsonl}. People append to the latter over months, so
 * one file may hold many runs.
 */
final class LlamaBenchResults {

  private static final String TOOL = ForeignFile.Format.LLAMA_BENCH.tool();
  private static final Metric SPEED = new Metric("tokens_per_second", "t/s", Better.HIGHER);

  /**
   * Settings and their defaults: one that has its default is no part of a case's name, so that a
   * later llama-bench with one setting more does not begin every series anew.
   */
  private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

  static {
    SETTINGS.put("n_threads", "");
    SETTINGS.put("n_gpu_layers", "");
    SETTINGS.put("n_batch", "2048");
    SETTINGS.put("n_ubatch", "512");
    SETTINGS.put("type_k", "f16");
    SETTINGS.put("type_v", "f16");
    SETTINGS.put("flash_attn", "false");
    SETTINGS.put("n_cpu_moe", "0");
    SETTINGS.put("moe_cache", "auto");
    SETTINGS.put("split_mode", "layer");
    SETTINGS.put("main_gpu", "0");
    SETTINGS.put("devices", "auto");
    SETTINGS.put("tensor_split", "0.00");
    SETTINGS.put("tensor_buft_overrides", "none");
    SETTINGS.put("no_kv_offload", "false");
    SETTINGS.put("no_op_offload", "0");
    SETTINGS.put("no_host", "false");
    SETTINGS.put("use_mmap", "true");
    SETTINGS.put("use_direct_io", "false");
    SETTINGS.put("embeddings", "false");
    SETTINGS.put("cpu_mask", "0x0");
    SETTINGS.put("cpu_strict", "false");
    SETTINGS.put("poll", "50");
  }

  /** What must be equal within one run. */
  private record Build(String commit, String number, Place machine, Place environment) {}

  /** Results that were measured together. */
  private static final class Group {
    private final Build build;
    private final Set<String> ids = new HashSet<>();
    private final List<Case> cases = new ArrayList<>();
    private Instant startedAt;

    Group(Build build, Instant startedAt) {
      this.build = build;
      this.startedAt = startedAt;
    }

    PointsRecord run(String source, Said said) {
      return new PointsRecord(
          PointsRecord.SCHEMA,
          TOOL,
          build.number(),
          source,
          startedAt.toString(),
          said.moment(startedAt).from(),
          said.commit().isEmpty() ? build.commit() : said.commit(),
          "",
          "",
          build.machine(),
          build.environment(),
          List.copyOf(cases));
    }
  }

  private LlamaBenchResults() {}

  static Imported read(List<JsonNode> results, String source, Said said) {
    List<Group> groups = new ArrayList<>();
    for (JsonNode result : results) {
      Build build = build(result, said);
      Instant at = said.time().orElseGet(() -> time(Results.text(result, "test_time")));
      Case one = result(result);
      Group last = groups.isEmpty() ? null : groups.getLast();
      // The same case again is another run of it.
      if (last == null || !last.build.equals(build) || last.ids.contains(one.id())) {
        last = new Group(build, at);
        groups.add(last);
      }
      last.ids.add(one.id());
      last.cases.add(one);
      last.startedAt = at.isBefore(last.startedAt) ? at : last.startedAt;
    }
    return new Imported(groups.stream().map(group -> group.run(source, said)).toList(), List.of());
  }

  private static Build build(JsonNode result, Said said) {
    SortedMap<String, String> facts = new TreeMap<>();
    facts.put("cpu", Results.text(result, "cpu_info"));
    facts.put("gpu", Results.text(result, "gpu_info"));
    String gpu = facts.get("gpu");
    String label = facts.get("cpu") + (gpu.isEmpty() ? "" : ", " + gpu);
    String backends = Results.text(result, "backends");
    return new Build(
        Results.text(result, "build_commit"),
        Results.text(result, "build_number"),
        said.machine(label, facts),
        new Place("backends " + backends, new TreeMap<>(Map.of("backends", backends))));
  }

  private static Case result(JsonNode result) {
    Results.require(result, "model_type");
    Results.require(result, "avg_ts");
    String id = id(result);
    double speed = Results.number(result.path("avg_ts"));
    if (!Double.isFinite(speed) || speed <= 0) {
      return Results.lost(
          id, TOOL, "its avg_ts is " + Plain.cut(result.path("avg_ts").toString(), 20));
    }
    List<Double> samples = new ArrayList<>();
    result.path("samples_ts").forEach(sample -> samples.add(Results.number(sample)));
    return Results.valid(id, TOOL, List.of(Results.point(SPEED, speed, List.of(samples))));
  }

  private static String id(JsonNode result) {
    StringBuilder id = new StringBuilder(Results.text(result, "model_type"));
    id.append(' ').append(test(result));
    SETTINGS.forEach((name, usual) -> {
      String value = Results.text(result, name);
      if (!value.isEmpty() && !value.equals(usual)) {
        id.append('@').append(name).append('=').append(value);
      }
    });
    return id.toString();
  }

  /** As llama-bench itself calls it: {@code pp512}, {@code tg128 @ d4096}. */
  private static String test(JsonNode result) {
    long prompt = result.path("n_prompt").asLong(0);
    long generated = result.path("n_gen").asLong(0);
    long depth = result.path("n_depth").asLong(0);
    String test =
        prompt > 0 && generated > 0
            ? "pp" + prompt + "+tg" + generated
            : prompt > 0 ? "pp" + prompt : "tg" + generated;
    return depth > 0 ? test + " @ d" + depth : test;
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new UnusableHistoryException(
          "a result has the test_time \"%s\", which is no time; say it by --time TIME"
              .formatted(Plain.cut(Plain.of(text), 40)),
          e);
    }
  }
}
