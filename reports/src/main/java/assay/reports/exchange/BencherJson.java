package assay.reports.exchange;

import assay.reports.summary.CaseSummary;
import assay.reports.summary.Interval;
import assay.reports.summary.RunSummary;
import assay.reports.text.Plain;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bencher Metric Format: benchmark, measure, value with bounds.
 *
 * <p>Measures: {@code latency} in ns, {@code throughput} in operations per second (Bencher's own
 * two), {@code nmse} and {@code joules}. Valid cases only; the format has no word for failure.
 */
public final class BencherJson {

  /** Bencher refuses longer benchmark names. */
  private static final int MAX_NAME = 1024;

  private BencherJson() {}

  public static String of(RunSummary summary) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (CaseSummary each : summary.valid()) {
      all.put(Plain.cut(CaseName.of(each.record().key()), MAX_NAME), measures(each));
    }
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(all);
  }

  private static Map<String, Object> measures(CaseSummary each) {
    Map<String, Object> measures = new LinkedHashMap<>();
    Interval nanos = each.speed().orElseThrow().nanosPerOp();
    measures.put("latency", bounded(nanos));
    measures.put("throughput", bounded(nanos.mapFalling(time -> 1e9 / time)));
    if (each.record().accuracy() != null && Double.isFinite(each.record().accuracy().nmse())) {
      measures.put("nmse", Map.of("value", each.record().accuracy().nmse()));
    }
    each.record()
        .energy()
        .asOptional()
        .ifPresent(joules -> measures.put("joules", Map.of("value", joules)));
    return measures;
  }

  private static Map<String, Double> bounded(Interval interval) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("value", interval.estimate());
    values.put("lower_value", interval.low());
    values.put("upper_value", interval.high());
    return values;
  }
}
