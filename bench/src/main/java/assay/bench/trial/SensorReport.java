package assay.bench.trial;

import assay.probe.selftest.Finding;
import assay.probe.telemetry.Absence;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A trial as JSON.
 *
 * @param startedAt ISO-8601 UTC
 * @param load the spec that was repeated
 * @param backend what ran it
 */
public record SensorReport(
    String schema,
    String startedAt,
    String load,
    String backend,
    List<Finding> findings,
    List<Absence> absences) {

  private static final String SCHEMA = "assay-sensors/1";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public SensorReport(
      String startedAt,
      String load,
      String backend,
      List<Finding> findings,
      List<Absence> absences) {
    this(SCHEMA, startedAt, load, backend, findings, absences);
  }

  /** Ends with a newline. */
  public static String write(SensorReport report) {
    return JSON.writeValueAsString(report) + "\n";
  }
}
