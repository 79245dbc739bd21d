package assay.probe.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.instrument.ScpiSimulator.Fault;
import assay.probe.telemetry.Channel;
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

  private Reading<List<Sample>> await(Predicate<Reading<List<Sample>>> wanted)
      throws InterruptedException {
    return Reads.await(source, wanted);
  }

  @Test
  void anAnalyserIsAskedInItsOwnWords() throws InterruptedException {
    open("?profile=yokogawa&scope=board&part=gpu0");
    assertEquals(Scope.BOARD, source.channel().scope());
    assertEquals("gpu0", source.channel().part());
    assertEquals("YOKOGAWA,WT310E,C3XA01234,F1.04", source.channel().label());
    long before = System.nanoTime();
    Sample sample = await(Reads::hasSamples).asOptional().orElseThrow().getFirst();
    assertEquals(42.5, sample.value());
    assertTrue(sample.nanos() > before - 10_000_000_000L && sample.nanos() < System.nanoTime());
    List<String> asked = simulator.asked();
    assertEquals("*IDN?", asked.getFirst());
    assertEquals(":NUMERIC:NORMAL:VALUE? 1", asked.getLast());
  }

  @ParameterizedTest
  @CsvSource({
    "yokogawa&channel=sigma, 'YOKOGAWA,WT333E,1,F1', ':NUMERIC:NORMAL:ITEM1 P,sigma'",
    "keysight&channel=3, 'Agilent Technologies,N6705B,MY1,D.1', 'MEASURE:POWER? (@3)'",
    "chroma, 'Chroma ATE,66205,662050003223,1.03', 'FETCH? W'",
    "hioki, 'HIOKI,PW3336,123456789,V1.00', ':MEASURE? P1'",
    "generic, 'Somebody,1,2,3', 'MEASURE:POWER?'"
  })
  void eachFamilyHasItsQuestion(String options, String identity, String question)
      throws InterruptedException {
    simulator.identity(identity);
    open("?profile=" + options);
    assertEquals(42.5, await(Reads::hasSamples).asOptional().orElseThrow().getFirst().value());
    assertTrue(simulator.asked().contains(question), simulator.asked()::toString);
  }

  @Test
  void whatIsKnownOfItsPaceAndAccuracySaysFromWhere() {
    Channel channel = open("?profile=yokogawa").channel();
    assertEquals(Reading.of(0.1, "s", "its answer to :RATE?"), channel.periodSeconds());
    assertEquals(channel.periodSeconds(), channel.windowSeconds());
    // 0.1 % of 42.5 W and 0.05 % of 300 W.
    assertEquals(0.001 + 0.15 / 42.5, channel.accuracy().asOptional().orElseThrow(), 1e-9);
    source.close();
    simulator.answer(":RATE?", "AUTO");
    simulator.answer(":INPUT:CURRENT:RANGE?", "EXTERNAL,50.00E-03");
    channel = open("?profile=yokogawa").channel();
    assertTrue(channel.periodSeconds().toString().contains("estimate"), channel::toString);
    assertFalse(channel.accuracy().isPresent());
    source.close();
    assertFalse(open("").channel().accuracy().isPresent());
    assertFalse(source.channel().windowSeconds().isPresent());
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
    assertTrue(
        reason.contains("N6705C") && reason.contains("yokogawa") && reason.contains("WT300"),
        reason);
    assertEquals(List.of("*IDN?"), simulator.asked());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yokogawa | YOKOGAWA,WT210,1,F1",
        "yokogawa | YOKOGAWA,GS200,1,F1",
        "hioki | HIOKI,IM3536,1,V1",
        "chroma | Chroma,63600-2,1,1",
        "keysight | Keysight Technologies,34461A,MY1,1",
        "generic | 4.2500E+01",
        "generic | ''"
      })
  void aModelThatIsAskedOtherwiseIsRefused(String profile, String identity) {
    simulator.identity(identity);
    Reading<List<Source>> refused = Instruments.open(spec("?profile=" + profile));
    assertTrue(Reading.why(refused).contains("the instrument says it is"), refused::toString);
  }

  @Test
  void anotherInstrumentAtTheSameAddressIsNotTakenForTheFirst() throws Exception {
    open("");
    await(Reads::hasSamples);
    simulator.identity("YOKOGAWA,WT310E,ANOTHER,F1.04");
    simulator.hangUp();
    Reading<List<Sample>> refused =
        await(reading -> Reading.why(reading).contains("another instrument answers"));
    assertTrue(Reading.why(refused).contains("C3XA01234"), refused::toString);
    await(reading -> !Reads.hasSamples(reading) && !reading.isPresent());
  }

  @Test
  void anInstrumentThatIsSwitchedOffAndOnGoesOn() throws Exception {
    open("?profile=yokogawa");
    await(Reads::hasSamples);
    simulator.hangUp();
    await(reading -> !reading.isPresent());
    await(Reads::hasSamples);
    assertEquals(2, simulator.asked().stream().filter(":NUMERIC:NORMAL:ITEM1 P,1"::equals).count());
  }

  @Test
  void aSlowAnswerIsOfTheMiddleBetweenQuestionAndAnswer() throws InterruptedException {
    simulator.set(Fault.SLOW);
    open("");
    Sample sample = await(Reads::hasSamples).asOptional().orElseThrow().getFirst();
    assertTrue(System.nanoTime() - sample.nanos() >= ScpiLink.PATIENCE_MILLIS / 8 * 1_000_000L);
  }

  @Test
  void readingNeverWaitsForTheInstrument() throws InterruptedException {
    open("");
    await(Reads::hasSamples);
    simulator.set(Fault.SILENT);
    // As many reads as would take hours if each waited for an answer.
    for (int i = 0; i < 10_000; i++) {
      source.read();
    }
  }

  @Test
  void oneThatKnowsNoSuchQuestionIsRefusedAtOnce() {
    simulator.set(Fault.SILENT);
    assertTrue(Reading.why(Instruments.open(spec(""))).contains("no answer within"));
    simulator.set(Fault.GARBAGE);
    assertTrue(Reading.why(Instruments.open(spec(""))).contains("MEASURE:POWER? is answered, but"));
  }

  @ParameterizedTest
  @CsvSource({
    "SILENT, no answer within 1000 ms",
    "LATE, no answer within 1000 ms",
    "GARBAGE, it answers",
    "EMPTY, it answers",
    "HALF, it closed the connection",
    "NOT_A_NUMBER, out of its range",
    "OVERRANGE, out of its range",
    "NEGATIVE, the wrong way round",
    "UNITS, it answers",
    "COMMA, it answers",
    "TWICE, without being asked",
    "ENDLESS, without the end of a line",
    "HANGS_UP, it closed the connection"
  })
  void aFaultIsAReasonAndThenItGoesOn(Fault fault, String reason) throws InterruptedException {
    open("");
    await(Reads::hasSamples);
    simulator.set(fault);
    Reading<List<Sample>> refused = await(reading -> !reading.isPresent());
    assertTrue(Reading.why(refused).contains(reason), refused::toString);
    assertFalse(Reading.why(refused).contains("\u0007"));
    simulator.set(Fault.NONE);
    Reading<List<Sample>> again = await(Reads::hasSamples);
    again.asOptional().orElseThrow().forEach(sample -> assertEquals(42.5, sample.value()));
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
        "scpi:host?wall",
        "scpi:host?channel=x",
        "scpi:host?channel=2",
        "usbtmc:usbtmc0",
        "redfish:not an address",
        "ipmi:-x",
        "command:",
        "command:x?offset=soon",
        "mlperf:/log?zone=Mars/Olympus",
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
