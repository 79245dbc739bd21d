package assay.bench.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import assay.bench.plan.CaseIds;
import assay.bench.subject.SubjectRequest;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.Ceiling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real JVMs on a pretended device. */
class DeviceForkTest {

  @TempDir private Path folder;

  private ForkedJvm jvm() {
    return new ForkedJvm(folder.resolve("logs"), JvmFlags.measuring());
  }

  private ForkReport run(String trouble) throws IOException {
    var key =
        new CaseRecord.Key(
            "matmul:f32*f32:m32,n1,k64", "pretend", trouble, "pretend0", 1, "cold", "gaussian");
    var subject = new SubjectRequest(key, 11, "", 32, 1 << 20, true);
    var request = new ForkRequest(CaseIds.of(key), 0, Samples.TINY, subject);
    return new ForkLauncher(folder.resolve("scratch"), jvm(), Optional.empty()).run(request);
  }

  @Test
  void aQueueIsMeasuredByJmh() throws IOException {
    ForkReport report = run("graph");
    assertEquals("graph of 64", report.execution().details().get("submission"));
    assertEquals(Samples.TINY.iterations(), report.fork().iterations().size());
    // Whole batches: one operation by itself and some graphs.
    report
        .fork()
        .iterations()
        .forEach(each -> assertTrue(each.operations() >= 65, each.toString()));
    for (String reading :
        List.of("batch.device.nanos", "batch.host.nanos", "batch.operations", "cpu.foreign")) {
      assertTrue(report.fork().hardware().containsKey(reading), reading);
    }
    assertEquals("passed", report.accuracy().freivalds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost_at_once", "lost_in_the_loop"})
  void aLostDeviceIsACrashThatSaysSo(String trouble) throws IOException {
    ForkReport report = run(trouble);
    assertEquals(State.CRASHED, report.status().state());
    assertEquals(
        List.of("device pretend0 was lost: fell off its bus at a launch"),
        report.status().reasons());
    assertTrue(report.fork().outcome().contains("fell off its bus"), report.fork().outcome());
    assertNull(report.accuracy());
  }

  @Test
  void tooLittleMemoryIsNoSupport() throws IOException {
    ForkReport report = run("out_of_memory");
    assertEquals(State.UNSUPPORTED, report.status().state());
    assertEquals(
        List.of("pretend: needs 3.00 GiB, 1.00 GiB are free on pretend0: 2.00 GiB missing"),
        report.status().reasons());
  }

  private Map<String, Ceiling> ceilings(String device, List<String> backends) throws IOException {
    var launcher = new CeilingLauncher(folder.resolve("scratch"), jvm());
    var ways = backends.stream().map(id -> new DeviceCeilingRequest.Way(id, device)).toList();
    List<Ceiling> ceilings = launcher.measure(new DeviceCeilingRequest(device, ways, 1));
    ceilings.forEach(each -> assertEquals(device, each.device()));
    return ceilings.stream().collect(Collectors.toMap(Ceiling::id, Function.identity()));
  }

  private static String absence(Ceiling ceiling) {
    assertEquals(List.of(), ceiling.samples());
    return ((assay.probe.Reading.Unavailable<Double>) ceiling.best()).reason();
  }

  @Test
  void eachCeilingIsMeasuredOrSaysWhyNot() throws IOException {
    Map<String, Ceiling> ceilings = ceilings("pretend0", List.of("faulty", "pretend"));
    assertEquals(1e12, ceilings.get("read.memory").best().asOptional().orElseThrow(), 1);
    assertTrue(ceilings.get("read.memory").samples().size() >= 3);
    assertEquals(5e-6, ceilings.get("launch").best().asOptional().orElseThrow());
    assertEquals("pretend: no library", absence(ceilings.get("matmul.f16")));
    assertEquals(
        "device pretend0 was lost: fell off its bus while it multiplied",
        absence(ceilings.get("fma.f32")));
  }

  @Test
  void whoDiesOfMeasuringThemCostsOnlyThem() throws IOException {
    Map<String, Ceiling> ceilings = ceilings("pretend2", List.of("pretend"));
    assertEquals(2e12, ceilings.get("copy.memory").best().asOptional().orElseThrow());
    String absence = absence(ceilings.get("read.memory"));
    assertTrue(absence.contains("the JVM that measures ceilings failed"), absence);
    assertTrue(absence.contains("17"), absence);
    assertEquals(
        "not reached: another ceiling's measurement did not end well",
        absence(ceilings.get("write.memory")));
  }

  @Test
  void aBackendThatKnowsNoneIsSaid() throws IOException {
    assertEquals(
        "no backend of this run knows how to measure it",
        absence(ceilings("pretend0", List.of("faulty")).get("fma.f32")));
  }
}
