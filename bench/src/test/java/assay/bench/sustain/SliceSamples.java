package assay.bench.sustain;

import assay.bench.subject.SliceWatch;
import assay.bench.subject.SubjectReport;
import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.Sustained.Slice;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Lines of loads that nobody ran. */
public final class SliceSamples {

  public static final String CASE = "matmul:f32*f32:m1,n1,k1@faulty@cpu@t1@hot@gaussian";

  private SliceSamples() {}

  /** Operations take 5 ms, and power is 50 W. */
  public static Slice slice(double start, double seconds) {
    return slice(start, seconds, 0);
  }

  public static Slice slice(double start, double seconds, double foreign) {
    return new Slice(
        start,
        seconds,
        Math.round(seconds * 200),
        Math.round(seconds * 1e9),
        Map.of(
            "power",
            Reading.of(50.0, "W", "here"),
            SliceWatch.CLOCK,
            Reading.absent("no frequency scaling"),
            SliceWatch.FOREIGN,
            Reading.of(foreign, "", "/proc/stat")),
        List.of());
  }

  public static SliceLine.Begun begun() {
    return new SliceLine.Begun(
        SliceLine.SCHEMA,
        CASE,
        "2026-01-01T00:00:00Z",
        List.of(Channel.of("power", "", Measure.POWER, Scope.PACKAGE, "0", "here")),
        SubjectReport.failed(State.VALID, ""));
  }

  public static String json(SliceLine line) {
    return JsonMapper.shared().writeValueAsString(line);
  }
}
