package assay.kernels.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Availability;
import assay.kernels.Device;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.MatmulSpec;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.Tensor;
import assay.kernels.accuracy.Measures;
import assay.kernels.reference.Truth;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the fake can show; that results are right by its model is the contract test's. */
class TenstorrentPluginTest {

  private static final MatmulSpec SPEC = new MatmulSpec(Format.F32, 5, 3, 64);

  private static final Settings ONE = Settings.ofThreads(1);

  @TempDir static Path folder;
  private static PluginFile usual;

  @BeforeAll
  static void build() throws Exception {
    FakeTenstorrent.addCard(folder, 0);
    FakeTenstorrent.addCard(folder, 2);
    usual = FakeTenstorrent.build(folder);
  }

  /** One that is wrong in the way the switches say. */
  private static PluginBackend faulty(Path other, String... switches) throws Exception {
    FakeTenstorrent.addCard(other, 0);
    return new PluginBackend(FakeTenstorrent.build(other, switches));
  }

  private static Device device(PluginBackend backend) {
    return backend.devices().getFirst();
  }

  /** All of one sign, so that what is cut off does not cancel. */
  private static Tensor positive(int rows, long seed) {
    var data = Arena.ofAuto().allocate(rows * 4L * SPEC.k(), 64);
    Random random = new Random(seed);
    for (int i = 0; i < rows * SPEC.k(); i++) {
      data.setAtIndex(ValueLayout.JAVA_FLOAT, i, 1 + random.nextFloat());
    }
    return new Tensor(Format.F32, rows, (int) SPEC.k(), data);
  }

  private static Inputs inputs() {
    return new Inputs.Matmul(positive(5, 41), positive(3, 42));
  }

  private static Measures measure(PreparedKernel kernel) {
    float[] result = new float[(int) SPEC.outputs()];
    kernel.poisonOutput();
    kernel.run();
    kernel.readOutput(result);
    int[] all = IntStream.range(0, result.length).toArray();
    return Measures.of(Truth.of(SPEC, inputs(), kernel.arithmetic(), all), result);
  }

  @Test
  void tellsWhoTheCardIsAndWhatItsSensorsSay() throws Exception {
    try (Plugin plugin = Plugin.open(usual)) {
      PluginDevice card = plugin.device(1);
      assertEquals("Wormhole n150", card.name());
      assertEquals(0x1e52, card.vendorId());
      assertEquals("0000:c2:00.0", card.pciAddress());
      assertEquals("18.6.0.0", card.firmwareVersion());
      assertEquals(12L << 30, card.memoryBytes());
      assertEquals(3, card.sensors());
      List<Double> values = IntStream.range(0, 3).mapToObj(i -> plugin.readSensor(1, i)).toList();
      assertEquals(List.of(1e9, 35.5, 41.25), values);
      assertEquals("plugin.power.chip", plugin.sensor(1, 1).orElseThrow().id());
    }
  }

  @Test
  void withoutACardItSaysWhereItLooked(@TempDir Path empty) throws Exception {
    var gone =
        (Availability.Unavailable) new PluginBackend(FakeTenstorrent.build(empty)).availability();
    assertTrue(gone.reason().contains("no card in " + empty), gone.reason());
  }

  @ParameterizedTest
  @CsvSource({
    "'dequant:q4_0*f32:m4,k32', 'decodes none'",
    "'matmul:q5_1*f32:m4,n1,k32', 'does not know the format'",
    "'attention:f32*bf16:h4,kv2,d64,n8,c64,causal', 'as many queries as positions'"
  })
  void refusesWhatTtNnDoesNotHave(String spec, String reason) throws Exception {
    PluginBackend backend = new PluginBackend(usual);
    var no = (Support.No) backend.supports(Spec.parse(spec), device(backend));
    assertTrue(no.reason().contains(reason), no.reason());
  }

  @Test
  void recordsTheFidelityAndWhatWasDoneToTheWeights() throws Exception {
    PluginBackend backend = new PluginBackend(usual);
    assertEquals(List.of("hifi4", "hifi2", "lofi"), backend.variants(SPEC));
    Settings lofi = new Settings(1, Optional.of("lofi"));
    try (PreparedKernel kernel = backend.prepare(SPEC, device(backend), inputs(), lofi)) {
      assertTrue(measure(kernel).isWithinTolerance());
      var details = kernel.execution().details();
      assertTrue(details.get("fidelity").contains("MathFidelity=LoFi"), details.toString());
      assertEquals("5 bits of significand", details.get("weights"));
      assertEquals("decoded on the host to bf16 before upload", details.get("emulated by"));
      assertEquals("flushed", details.get("subnormals"));
    }
  }

  /** The promise is narrow enough that a chip which quietly computes less exactly breaks it. */
  @Test
  void aChipOfLessFidelityThanAskedForIsFoundWrong(@TempDir Path other) throws Exception {
    PluginBackend backend = faulty(other, "-DFAKE_TT_FIDELITY=LoFi");
    try (PreparedKernel kernel = backend.prepare(SPEC, device(backend), inputs(), ONE)) {
      assertFalse(measure(kernel).isWithinTolerance());
    }
  }

  @Test
  void aRunThatWritesNothingLeavesThePoison(@TempDir Path other) throws Exception {
    PluginBackend backend = faulty(other, "-DFAKE_TT_LAZY");
    try (PreparedKernel kernel = backend.prepare(SPEC, device(backend), inputs(), ONE)) {
      float[] result = new float[(int) SPEC.outputs()];
      kernel.poisonOutput();
      kernel.run();
      kernel.readOutput(result);
      assertTrue(Float.isNaN(result[0]) && Float.isNaN(result[result.length - 1]));
    }
  }

  @Test
  void whatTtNnThrowsBecomesASentence(@TempDir Path other) throws Exception {
    PluginBackend full = faulty(other, "-DFAKE_TT_MEMORY=1000");
    var thrown =
        assertThrows(
            KernelUnavailableException.class,
            () -> full.prepare(SPEC, device(full), inputs(), ONE));
    assertTrue(thrown.getMessage().contains("Not enough space"), thrown.getMessage());
  }

  @Test
  void aCardInUseIsListedAndRefusedWhenOpened(@TempDir Path other) throws Exception {
    PluginBackend busy = faulty(other, "-DFAKE_TT_BUSY");
    assertTrue(busy.availability() instanceof Availability.Available);
    var thrown =
        assertThrows(
            IllegalStateException.class, () -> busy.prepare(SPEC, device(busy), inputs(), ONE));
    assertTrue(thrown.getMessage().contains("device 0 is in use"), thrown.getMessage());
  }
}
