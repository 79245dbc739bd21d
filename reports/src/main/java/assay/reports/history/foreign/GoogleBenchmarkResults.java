package assay.reports.history.foreign;

import assay.reports.history.Better;
import assay.reports.history.Metric;
import assay.reports.history.Point;
import assay.reports.history.PointsRecord;
import assay.reports.history.PointsRecord.Case;
import assay.reports.history.PointsRecord.Place;
import assay.reports.text.Plain;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** google-benchmark's {@code --benchmark_format=json}; its repetitions share one process. */
final class GoogleBenchmarkResults {

  private static final String TOOL = ForeignFile.Format.GOOGLE_BENCHMARK.tool();
  private static final Map<String, Double> NANOS = Map.of("ns", 1., "us", 1e3, "ms", 1e6, "s", 1e9);

  /** Of versions before 1.5, which had no run_type. */
  private static final Pattern OLD_AGGREGATE =
      Pattern.compile(".*_(mean|median|stddev|cv|min|max|BigO|RMS)");

  /** As versions before 1.5 wrote it, without a zone. */
  private static final List<DateTimeFormatter> OLD_DATES =
      List.of(
          DateTimeFormatter.ofPattern("yyyy/MM/dd-HH:mm:ss"),
          DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"));

  private static final Metric REAL = new Metric("real_time", "ns", Better.LOWER);
  private static final Metric CPU = new Metric("cpu_time", "ns", Better.LOWER);
  private static final Map<String, Metric> RATES =
      Map.of(
          "items_per_second", new Metric("items_per_second", "1/s", Better.HIGHER),
          "bytes_per_second", new Metric("bytes_per_second", "B/s", Better.HIGHER));

  /** Every field of a result that is no counter of the user's. */
  private static final Set<String> KNOWN =
      Set.of(
          "family_index",
          "per_family_instance_index",
          "repetitions",
          "repetition_index",
          "threads",
          "iterations",
          "real_time",
          "cpu_time",
          "items_per_second",
          "bytes_per_second",
          "allocs_per_iter",
          "max_bytes_used",
          "net_heap_growth",
          "total_allocated_bytes");

  private final TreeSet<String> undirected = new TreeSet<>();

  static Imported read(List<JsonNode> documents, String source, Said said) {
    List<String> remarks = new ArrayList<>();
    List<PointsRecord> runs = new ArrayList<>();
    GoogleBenchmarkResults reader = new GoogleBenchmarkResults();
    for (JsonNode document : documents) {
      JsonNode context = document.path("context");
      Said.Moment moment = moment(context, said, remarks);
      runs.add(
          new PointsRecord(
              PointsRecord.SCHEMA,
              TOOL,
              Results.text(context, "library_version"),
              source,
              moment.at().toString(),
              moment.from(),
              said.commit(),
              "",
              Results.text(context, "host_name"),
              machine(context, said),
              environment(context),
              reader.cases(document.path("benchmarks"))));
    }
    Results.tellOfUndirected(reader.undirected, remarks);
    return new Imported(runs, remarks);
  }

  private List<Case> cases(JsonNode results) {
    Map<String, List<JsonNode>> byName = new LinkedHashMap<>();
    Map<String, List<JsonNode>> aggregates = new LinkedHashMap<>();
    for (JsonNode result : results) {
      Results.require(result, "name");
      String name = Results.text(result, "name");
      String runName = Results.text(result, "run_name");
      boolean aggregate =
          result.has("run_type")
              ? Results.text(result, "run_type").equals("aggregate")
              : OLD_AGGREGATE.matcher(name).matches();
      (aggregate ? aggregates : byName)
          .computeIfAbsent(runName.isEmpty() ? name : runName, any -> new ArrayList<>())
          .add(result);
    }
    // With --benchmark_report_aggregates_only there is nothing else.
    aggregates.forEach((name, all) ->
        all.stream()
            .filter(each -> Set.of("median", "mean").contains(Results.text(each, "aggregate_name")))
            .findFirst()
            .ifPresent(one -> byName.computeIfAbsent(name, any -> List.of(one))));
    return byName.entrySet().stream().map(each -> result(each.getKey(), each.getValue())).toList();
  }

  private Case result(String name, List<JsonNode> repetitions) {
    for (JsonNode each : repetitions) {
      if (each.path("error_occurred").asBoolean(false) || each.path("skipped").asBoolean(false)) {
        String message = Results.text(each, "error_message") + Results.text(each, "skip_message");
        return Results.lost(name, TOOL, "it failed or was skipped: " + Plain.cut(message, 200));
      }
      each.properties().stream()
          .filter(field -> field.getValue().isNumber() && !KNOWN.contains(field.getKey()))
          .forEach(field -> undirected.add(Plain.cut(Plain.of(field.getKey()), 60)));
    }
    List<Point> points = new ArrayList<>();
    add(points, REAL, repetitions.stream().map(each -> nanos(each, "real_time")).toList());
    add(points, CPU, repetitions.stream().map(each -> nanos(each, "cpu_time")).toList());
    RATES.forEach((field, metric) ->
        add(
            points,
            metric,
            repetitions.stream().map(each -> Results.number(each.path(field))).toList()));
    return points.isEmpty()
        ? Results.lost(name, TOOL, "it has no time that is a number")
        : Results.valid(name, TOOL, points);
  }

  private static void add(List<Point> points, Metric metric, List<Double> values) {
    List<Double> finite = values.stream().filter(Double::isFinite).toList();
    if (!finite.isEmpty()) {
      points.add(Results.point(metric, Results.mean(finite), List.of(finite)));
    }
  }

  private static double nanos(JsonNode result, String field) {
    String unit = Results.text(result, "time_unit");
    return Results.number(result.path(field)) * NANOS.getOrDefault(unit, Double.NaN);
  }

  private static Said.Moment moment(JsonNode context, Said said, List<String> remarks) {
    String date = Results.text(context, "date");
    try {
      return said.moment(OffsetDateTime.parse(date).toInstant());
    } catch (DateTimeException e) {
      // An older version, or no date at all.
    }
    for (DateTimeFormatter old : OLD_DATES) {
      try {
        Instant time = LocalDateTime.parse(date, old).toInstant(ZoneOffset.UTC);
        remarks.add("its date %s has no time zone and is taken as UTC".formatted(date));
        return said.moment(time);
      } catch (DateTimeException e) {
        // The next one.
      }
    }
    return said.moment(remarks);
  }

  /** No clock rate: it is read anew each time and differs each time. */
  private static Place machine(JsonNode context, Said said) {
    SortedMap<String, String> facts = new TreeMap<>();
    facts.put("cpus", Results.text(context, "num_cpus"));
    for (JsonNode cache : context.path("caches")) {
      String name = "cache.L" + Results.text(cache, "level") + "." + Results.text(cache, "type");
      facts.put(name, Results.text(cache, "size"));
    }
    return said.machine(facts.get("cpus") + " CPUs", facts);
  }

  private static Place environment(JsonNode context) {
    SortedMap<String, String> facts = new TreeMap<>();
    facts.put("scaling", Results.text(context, "cpu_scaling_enabled"));
    facts.put("build", Results.text(context, "library_build_type"));
    return new Place("clock scaling %s".formatted(facts.get("scaling")), facts);
  }
}
