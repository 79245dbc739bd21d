package assay.bench.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import assay.probe.Machine;
import assay.probe.Reading;
import assay.reports.record.RunRecord;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumptionTest {

  private static final RunFolder FOLDER = new RunFolder(Path.of("runs/x"));

  private final JournalLine.Begun begun = JournalTest.begun(Samples.plan(1, 1));

  private String refusal(JournalLine.Begun now) {
    return assertThrows(RunFolderException.class, () -> Resumption.require(FOLDER, begun, now))
        .getMessage();
  }

  private JournalLine.Begun now(
      String build, RunRecord.Jvm jvm, Map<String, String> environment, Machine machine) {
    return new JournalLine.Begun(
        begun.schema(),
        build,
        begun.tool(),
        new RunRecord.Invocation(
            "later", "later", null, "tiny", 1, 4, List.of("run", "--resume"), environment),
        jvm,
        machine,
        begun.backends(),
        begun.plan(),
        begun.wish());
  }

  @Test
  void theSameCodeOnTheSameMachineGoesOn() {
    JournalLine.Begun now = now(begun.build(), begun.jvm(), Map.of(), begun.machine());
    assertDoesNotThrow(() -> Resumption.require(FOLDER, begun, now));
  }

  @Test
  void anotherBuildIsNamed() {
    String message = refusal(now("77aa", begun.jvm(), Map.of(), begun.machine()));
    assertTrue(message.startsWith("runs/x cannot go on here"), message);
    assertTrue(message.contains("b5d4") && message.contains("77aa"), message);
    assertTrue(message.endsWith("go on where it was begun, or start a new run"), message);
  }

  @Test
  void anotherJvmAndAnotherEnvironmentAreNamed() {
    var jvm = new RunRecord.Jvm("v", "26", "vm", List.of());
    String message =
        refusal(now(begun.build(), jvm, Map.of("JAVA_TOOL_OPTIONS", "-Xint"), begun.machine()));
    assertTrue(message.contains("version=25") && message.contains("version=26"), message);
    assertTrue(message.contains("JAVA_TOOL_OPTIONS was unset and is -Xint"), message);
  }

  @Test
  void anotherMachineIsNamed() {
    Machine here = begun.machine();
    Machine.Host host = here.host();
    var other =
        new Machine(
            new Machine.Host(
                Reading.of("elsewhere", "", "test"),
                host.model(),
                host.firmware(),
                host.os(),
                host.kernel(),
                host.commandLine(),
                host.virtualisation(),
                host.container(),
                host.mitigations()),
            here.cpu(),
            List.of(
                new Machine.Cache(
                    3,
                    "Unified",
                    1024,
                    Reading.unavailable("test"),
                    Reading.unavailable("test"),
                    Reading.unavailable("test"),
                    2)),
            here.numa(),
            here.memory(),
            here.devices(),
            here.sensors(),
            here.findings());
    String message = refusal(now(begun.build(), begun.jvm(), Map.of(), other));
    assertTrue(message.contains("the host was unknown and is elsewhere"), message);
    assertTrue(message.contains("2 x L3 Unified of 1024 bytes"), message);
  }

  @Test
  void aBuildIsNamedByItsBytes(@TempDir Path folder) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes/a"));
    Files.writeString(classes.resolve("A.class"), "one");
    Path jar = Files.writeString(folder.resolve("b.jar"), "jar");
    String path = folder.resolve("classes") + File.pathSeparator + jar;
    String first = Build.of(path);
    assertEquals(first, Build.of(path));
    assertEquals(64, first.length());
    Files.writeString(classes.resolve("A.class"), "two");
    assertNotEquals(first, Build.of(path));
  }

  @Test
  void onlyVariablesThatChangeWhatRunsAreKept() {
    Map<String, String> all =
        Map.of(
            "JAVA_TOOL_OPTIONS", "-XX:UseAVX=2",
            "OMP_NUM_THREADS", "1",
            "ASSAY_GGML_CPU", "haswell",
            "ASSAY_DEBUG", "1",
            "AWS_SECRET_ACCESS_KEY", "x",
            "HOME", "/root");
    assertEquals(
        Map.of(
            "JAVA_TOOL_OPTIONS",
            "-XX:UseAVX=2",
            "OMP_NUM_THREADS",
            "1",
            "ASSAY_GGML_CPU",
            "haswell"),
        Environment.variables(all));
  }
}
