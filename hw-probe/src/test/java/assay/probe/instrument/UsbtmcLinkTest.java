package assay.probe.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.instrument.ScpiSimulator.Fault;
import assay.probe.telemetry.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's device is one file; here questions and answers are a pipe each. */
class UsbtmcLinkTest {

  @TempDir Path folder;

  private Path pipe(String name) throws Exception {
    Path file = folder.resolve(name);
    assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
    return file;
  }

  private static void answer(ScpiSimulator simulator, Path questions, Path answers) {
    Thread thread =
        new Thread(() -> {
          while (true) {
            try (var in = Files.newInputStream(questions);
                var out = Files.newOutputStream(answers)) {
              simulator.serve(in, out);
            } catch (IOException e) {
              // The next conversation may go better.
            }
          }
        });
    thread.setDaemon(true);
    thread.start();
  }

  @Test
  void aDeviceAnswersWhatIsWrittenToIt() throws Exception {
    Path questions = pipe("questions");
    Path answers = pipe("answers");
    try (var simulator = new ScpiSimulator(0, t -> 42.5)) {
      answer(simulator, questions, answers);
      Reading<List<Source>> opened =
          ScpiMeter.open(
              "usbtmc:/dev/usbtmc0",
              () -> UsbtmcLink.open(questions, answers),
              MeterSpec.parse("usbtmc:/dev/usbtmc0?profile=yokogawa"));
      assertTrue(opened.isPresent(), opened::toString);
      try (Source source = opened.asOptional().orElseThrow().getFirst()) {
        assertEquals(42.5, Reads.samples(source).getFirst().value());
        simulator.set(Fault.TWICE);
        assertTrue(Reads.refusal(source).contains("two answers to one question"));
        simulator.set(Fault.SILENT);
        Reads.await(source, said -> Reading.why(said).contains("did not come within 1000 ms"));
        simulator.set(Fault.NONE);
        assertEquals(42.5, Reads.samples(source).getFirst().value());
      }
    }
  }

  @Test
  void whatIsNoDeviceIsNotWrittenTo() throws IOException {
    assertTrue(Instruments.open("usbtmc:" + folder + "/none").toString().contains("absent"));
    assertTrue(Files.notExists(folder.resolve("none")));
    Path file = Files.writeString(folder.resolve("file"), "precious");
    assertTrue(Reading.why(Instruments.open("usbtmc:" + file)).contains("it is no device"));
    assertEquals("precious", Files.readString(file));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assertThrows(IOException.class, () -> UsbtmcLink.open(file));
  }
}
