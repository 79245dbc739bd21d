package assay.probe.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.instrument.ScpiSimulator.Fault;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScpiMeterTest {

  private ScpiSimulator simulator;
  private Source source;

  @BeforeEach
  void start() throws IOException {
    simulator = new ScpiSimulator(0, t -> 42.5);
  }

  @AfterEach
  void stop() throws IOException {
    if (source != null) {
      source.close();
    }
    simulator.close();
  }

  private String spec(String options) {
    return "scpi:127.0.0.1:%d%s".formatted(simulator.port(), options);
  }

  private Source open(String options) {
    Reading<List<Source>> opened = Instruments.open(spec(options));
    assertTrue(opened.isPresent(), opened::toString);
    source = opened.asOptional().orElseThrow().getFirst();
    return source;
  }

  /** Reads until an answer is as wanted; ten seconds at most. */
  private Reading<List<Sample>> await(Predicate<Reading<List<Sample>>> wanted)
      throws InterruptedException {
    Reading<List<Sample>> last = source.read();
    for (int i = 0; i < 500 && !wanted.test(last); i++) {
      Thread.sleep(20);
      last = source.read();
    }
    Reading<List<Sample>> found = last;
    assertTrue(wanted.test(found), found::toString);
    return found;
  }

  private static boolean hasSamples(Reading<List<Sample>> reading) {
    return reading.asOptional().filter(samples -> !samples.isEmpty()).isPresent();
  }

  @Test
  void anAnalyserIsAskedInItsOwnWords() throws InterruptedException {
    open("?profile=yokogawa&scope=board&part=gpu0");
    assertEquals(Scope.BOARD, source.channel().scope());
    assertEquals("gpu0", source.channel().part());
    assertEquals("YOKOGAWA,WT310E,C3XA01234,F1.04", source.channel().label());
    long before = System.nanoTime();
    Sample sample = await(ScpiMeterTest::hasSamples).asOptional().orElseThrow().getFirst();
    assertEquals(42.5, sample.value());
    assertTrue(sample.nanos() > before - 10_000_000_000L && sample.nanos() < System.nanoTime());
    List<String> asked = simulator.asked();
    assertEquals("*IDN?", asked.getFirst());
    assertEquals(":NUMERIC:NORMAL:VALUE? 1", asked.getLast());
  }

  @Test
  void whatItIsWithoutBeingToldIsTheWall() {
    assertEquals(Scope.WALL, open("").channel().scope());
  }

  @Test
  void anotherModelIsRefusedByName() {
    simulator.identity("Keysight Technologies,N6705C,MY1,1");
    Reading<List<Source>> refused = Instruments.open(spec("?profile=yokogawa"));
    assertFalse(refused.isPresent());
    String reason = Reading.why(refused);
    assertTrue(reason.contains("N6705C") && reason.contains("yokogawa"), reason);
    assertEquals(List.of("*IDN?"), simulator.asked());
  }

  @ParameterizedTest
  @CsvSource({
    "SILENT, no answer within 1000 ms",
    "LATE, no answer within 1000 ms",
    "GARBAGE, it answers",
    "NOT_A_NUMBER, out of its range",
    "ENDLESS, without the end of a line",
    "HANGS_UP, it closed the connection"
  })
  void aFaultIsAReasonAndThenItGoesOn(Fault fault, String reason) throws InterruptedException {
    open("");
    await(ScpiMeterTest::hasSamples);
    simulator.set(fault);
    Reading<List<Sample>> refused = await(reading -> !reading.isPresent());
    assertTrue(Reading.why(refused).contains(reason), refused::toString);
    assertFalse(Reading.why(refused).contains("\u0007"));
    simulator.set(Fault.NONE);
    Reading<List<Sample>> again = await(ScpiMeterTest::hasSamples);
    again.asOptional().orElseThrow().forEach(sample -> assertEquals(42.5, sample.value()));
  }

  /** An answer too many would make each later one that to the question before. */
  @Test
  void twoAnswersToOneQuestionBeginAnew() throws InterruptedException {
    simulator.set(Fault.TWICE);
    open("");
    Reading<List<Sample>> refused = await(reading -> !reading.isPresent());
    assertTrue(Reading.why(refused).contains("without being asked"), refused::toString);
  }

  @Test
  void nobodyThereIsAReason() throws IOException {
    int port = simulator.port();
    simulator.close();
    Reading<List<Source>> refused = Instruments.open("scpi:127.0.0.1:" + port);
    assertTrue(Reading.why(refused).startsWith("scpi:127.0.0.1:" + port), refused::toString);
    simulator = new ScpiSimulator(0, t -> 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scpi",
        "",
        ":x",
        "volts:1",
        "scpi:",
        "scpi:host:0",
        "scpi:host:99999",
        "scpi:host:x",
        "scpi:host?scope=moon",
        "scpi:host?profile=none",
        "scpi:host?speed=1",
        "scpi:host?scope=wall&scope=wall"
      })
  void aTextThatNamesNoInstrumentSaysWhatIsWrong(String text) {
    var e = assertThrows(IllegalArgumentException.class, () -> Instruments.open(text));
    assertTrue(e.getMessage().length() > 20, e.getMessage());
  }

  @Test
  void numbersOfScpiAndNothingElse() {
    for (String good : List.of("42", "+4.2E+01", "-.5", "1.", "1e-3", "0")) {
      assertTrue(ScpiNumber.parse(good, "x").isPresent(), good);
    }
    List<String> bad =
        new ArrayList<>(
            List.of("", " ", "42 W", "4,2", "0x10", "1e9999", "NaN", "9.9E37", "-9.9E+37"));
    bad.add("9".repeat(30));
    for (String text : bad) {
      assertFalse(ScpiNumber.parse(text, "x").isPresent(), text);
    }
  }
}
