package assay.probe.apple;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.apple.PowerMetrics.Block;
import assay.probe.apple.PowerMetrics.Part;
import assay.probe.apple.PowerMetrics.Pressure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerMetricsTest {

  private static final String BEGIN =
      "*** Sampled system activity (Fri Sep 11 13:41:46 2026 -0700) (1002.90ms elapsed) ***\n";

  /** In the shape of an M2's output. */
  private static final String TWO =
      "Machine model: Mac14,2\nCPU Power: 1 mW\n\n"
          + BEGIN
          + """

          **** Processor usage ****

          E-Cluster HW active frequency: 1248 MHz
          CPU 0 frequency: 1359 MHz
          CPU Power: 823 mW
          GPU Power: 26 mW
          ANE Power: 323 mW
          Combined Power (CPU + GPU + ANE): 1172 mW

          **** GPU usage ****

          GPU HW active frequency: 444 MHz
          GPU Power: 27 mW

          **** Thermal pressure ****

          Current pressure level: Nominal

          """
          + BEGIN.replace("1002.90", "998.10")
          + "CPU Power: 20500 mW\nCurrent pressure level: Heavy\n";

  @Test
  void readsEachBlockOnceAndInWatts() {
    List<Block> blocks = PowerMetrics.parse(TWO);
    assertEquals(2, blocks.size());
    Block first = blocks.getFirst();
    assertEquals(1.0029, first.seconds().asOptional().orElseThrow(), 1e-12);
    assertEquals(0.823, first.watts(Part.CPU).asOptional().orElseThrow(), 1e-12);
    assertEquals(0.026, first.watts(Part.GPU).asOptional().orElseThrow(), 1e-12);
    assertEquals(0.323, first.watts(Part.ANE).asOptional().orElseThrow(), 1e-12);
    assertEquals(1.172, first.watts(Part.COMBINED).asOptional().orElseThrow(), 1e-12);
    assertEquals(Pressure.NOMINAL, first.pressure().asOptional().orElseThrow());
    assertEquals(Pressure.HEAVY, blocks.get(1).pressure().asOptional().orElseThrow());
    assertEquals(20.5, blocks.get(1).watts(Part.CPU).asOptional().orElseThrow(), 1e-12);
    assertTrue(blocks.get(1).watts(Part.GPU).isAbsent());
  }

  @Test
  void givesABlockWhenTheNextBegins() {
    PowerMetrics parser = new PowerMetrics();
    assertFalse(parser.line(BEGIN.strip()).isPresent());
    assertFalse(parser.line("CPU Power: 5 mW").isPresent());
    Block block = parser.line(BEGIN.strip()).orElseThrow();
    assertEquals(0.005, block.watts(Part.CPU).asOptional().orElseThrow(), 1e-12);
    assertTrue(parser.end().orElseThrow().watts(Part.CPU).isAbsent());
    assertFalse(parser.end().isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-5 mW",
        "mW",
        "5",
        "NaN mW",
        "1e9 mW",
        "1.2.3 mW",
        "99999999999999 mW",
        "5 W",
        ""
      })
  void refusesWhatIsNoPower(String value) {
    Block block = PowerMetrics.parse(BEGIN + "CPU Power: " + value).getFirst();
    Reading<Double> watts = block.watts(Part.CPU);
    assertTrue(
        watts instanceof Reading.Unavailable<Double>(String reason)
            && reason.startsWith("unreadable: "),
        watts::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "powermetrics must be invoked as the superuser\n",
        "CPU Power: 5 mW\nCurrent pressure level: Nominal\n",
        "*** Sampled system activity ***\nCPU Power: 5 mW\n",
        "\0\0\0(((((((((((((((((*** Sampled system activity ("
      })
  void findsNoBlockInOtherText(String text) {
    assertEquals(List.of(), PowerMetrics.parse(text));
  }

  @Test
  void saysWhatItCannotReadOfABlock() {
    Block block =
        PowerMetrics.parse(BEGIN.replace("1002.90", "-1") + "Current pressure level: Molten\n")
            .getFirst();
    assertFalse(block.seconds().isPresent());
    assertEquals(
        "unreadable: powermetrics says \"Molten\" of thermal pressure",
        ((Reading.Unavailable<Pressure>) block.pressure()).reason());
    assertTrue(
        PowerMetrics.parse(BEGIN).getFirst().pressure().isAbsent(), "the sampler was not on");
  }
}
