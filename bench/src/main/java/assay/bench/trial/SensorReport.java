package assay.bench.trial;

import assay.probe.Reading;
import assay.probe.selftest.Finding;
import assay.probe.telemetry.Absence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A trial of one machine's sensors, as JSON.
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

  /** A thousand sensors, with room; more is no trial. */
  private static final long MOST_BYTES = 4 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

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

  /**
   * What {@link #write} wrote.
   *
   * @throws IOException when the file cannot be read or is no trial, as one sentence
   */
  public static SensorReport read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("%s is no file".formatted(file));
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException("%s is larger than any trial of sensors".formatted(file));
    }
    try {
      SensorReport report = JSON.readValue(Files.readAllBytes(file), SensorReport.class);
      if (report == null || !SCHEMA.equals(report.schema) || !report.isWhole()) {
        throw notOne(file);
      }
      return report;
    } catch (JacksonException e) {
      throw notOne(file);
    }
  }

  private static IOException notOne(Path file) {
    return new IOException(
        "%s is not what 'assay probe --sensors --out' wrote (schema %s)".formatted(file, SCHEMA));
  }

  private boolean isWhole() {
    return findings != null && findings.stream().allMatch(SensorReport::isWhole);
  }

  private static boolean isWhole(Finding each) {
    return each != null
        && each.channel() != null
        && each.channel().id() != null
        && Stream.of(each.periodSeconds(), each.lagSeconds(), each.windowSeconds())
            .allMatch(SensorReport::isDuration);
  }

  private static boolean isDuration(Reading<Double> reading) {
    return reading != null
        && reading.asOptional().map(value -> value >= -1e3 && value <= 1e3).orElse(true);
  }
}
