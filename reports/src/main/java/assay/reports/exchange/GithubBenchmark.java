package assay.reports.exchange;

import assay.reports.summary.CaseSummary;
import assay.reports.summary.RunSummary;
import assay.reports.summary.Speed;
import assay.reports.summary.Units;
import assay.reports.text.MachineLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Input for github-action-benchmark, to be used with {@code tool: customSmallerIsBetter}.
 *
 * <p>Times only: that tool knows one direction per file, so a rate in the same file would alert on
 * improvements. Valid cases only.
 */
public final class GithubBenchmark {

  private GithubBenchmark() {}

  public static String of(RunSummary summary) {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (CaseSummary each : summary.valid()) {
      entries.add(entry(summary, each));
    }
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(entries);
  }

  private static Map<String, Object> entry(RunSummary summary, CaseSummary each) {
    Speed speed = each.speed().orElseThrow();
    double halfWidth = (speed.nanosPerOp().high() - speed.nanosPerOp().low()) / 2;
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", CaseName.of(each.record().key()));
    entry.put("unit", "ns/op");
    entry.put("value", speed.nanosPerOp().estimate());
    entry.put("range", "± " + Units.figure(halfWidth));
    entry.put(
        "extra",
        "%s; %d forks, %d iterations; %s"
            .formatted(
                Units.si(each.rate().orElseThrow().estimate(), each.rateUnit())
                    .replace(Units.SPACE, " "),
                speed.forks(),
                speed.iterations(),
                MachineLine.cpu(summary.run())));
    return entry;
  }
}
