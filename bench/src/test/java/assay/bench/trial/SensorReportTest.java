package assay.bench.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.selftest.Finding;
import assay.probe.telemetry.Absence;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensorReportTest {

  @TempDir private Path folder;

  private static SensorReport report() {
    Reading<Double> none = Reading.unresolved("it does not follow the load");
    Finding finding =
        new Finding(
            Channel.of("meter/power", "a \"meter\"", Measure.POWER, Scope.WALL, "", "a test"),
            Reading.of(0.1, "s", "self-test"),
            Reading.of(-0.01, "s", "self-test"),
            none,
            Reading.of(0.5, "W", "self-test"),
            Reading.of(40.0, "W", "self-test"),
            none,
            "a verdict");
    return new SensorReport(
        "2026-01-02T03:04:05Z",
        "matmul:f32*f32:m64,n64,k64",
        "vector",
        List.of(finding),
        List.of(new Absence("battery", "absent: no battery")));
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("trial.json"), content);
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    assertEquals(report(), SensorReport.read(file(SensorReport.write(report()))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "assay-sensors/1|assay-sensors/2",
        "\"value\" : 0.1|\"value\" : 1e9",
        "\"value\" : 0.1|\"value\" : \"soon\"",
        "meter/power|meter/power\", \"id\" : \"twice",
        "POWER|VOLTS",
        "}|} }",
        "[|null, \"x\" : [",
      })
  void anythingElseIsRefused(String right, String wrong) throws IOException {
    String text = SensorReport.write(report());
    String broken = text.replace(right, wrong);
    assertTrue(!broken.equals(text), "the test changes nothing");
    Path file = file(broken);
    IOException refused = assertThrows(IOException.class, () -> SensorReport.read(file));
    assertTrue(refused.getMessage().contains("is not what 'assay probe"), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }

  @Test
  void aFolderAndAHugeFileAreRefused() throws IOException {
    assertTrue(
        assertThrows(IOException.class, () -> SensorReport.read(folder))
            .getMessage()
            .contains("is no file"));
    Path huge = Files.write(folder.resolve("huge.json"), new byte[(4 << 20) + 1]);
    assertTrue(
        assertThrows(IOException.class, () -> SensorReport.read(huge))
            .getMessage()
            .contains("larger than any trial"));
  }
}
