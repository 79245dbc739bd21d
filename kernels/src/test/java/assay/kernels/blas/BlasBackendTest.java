package assay.kernels.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Availability;
import assay.kernels.Device;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.MatmulSpec;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Tensor;
import assay.kernels.peers.BrokenLibraries;
import assay.kernels.peers.Peers;
import assay.kernels.peers.SmallLibrary;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlasBackendTest {

  /** Rounding of a float32 sum in any order stays under k half-ulps of sum|w.x|. */
  private static final double HALF_ULP = 0x1p-24;

  @TempDir Path folder;

  @Test
  void saysWhereItLookedWhenThereIsNone() {
    String reason = reasonOf(new BlasLocator(Optional.empty(), List.of(folder)));
    assertTrue(reason.contains(folder.toString()), reason);
    assertTrue(reason.contains("ASSAY_BLAS"), reason);
    assertTrue(reason.contains("libopenblas0"), reason);
  }

  @Test
  void namesWhatIsWrongWithTheFile() {
    String text = reasonOf(named(BrokenLibraries.text(folder.resolve("a.so"))));
    assertTrue(text.endsWith("a.so is not a shared library"), text);
    String foreign = reasonOf(named(BrokenLibraries.foreign(folder.resolve("b.so"))));
    assertTrue(foreign.contains("b.so is for another processor"), foreign);
    String truncated = reasonOf(named(BrokenLibraries.truncated(folder.resolve("c.so"))));
    assertTrue(truncated.endsWith("c.so is cut short"), truncated);
    String unrelated = reasonOf(named(BrokenLibraries.unrelated(folder.resolve("d.so"))));
    assertTrue(unrelated.endsWith("d.so has no cblas_sgemm"), unrelated);
    String unlinked = reasonOf(named(BrokenLibraries.unlinked(folder.resolve("f.so"))));
    assertTrue(unlinked.contains("f.so cannot be loaded: "), unlinked);
    assertTrue(unlinked.contains("ET_DYN"), unlinked);
    String missing = reasonOf(named(folder.resolve("e.so")));
    assertTrue(missing.endsWith("e.so is not a file"), missing);
    String folderItself = reasonOf(named(folder));
    assertTrue(folderItself.endsWith("is not a file"), folderItself);
  }

  @Test
  void refusesALibraryThatItWouldMisuse() throws Exception {
    String product = "void cblas_sgemm(void) {}\nvoid cblas_sgemv(void) {}\n";
    String loose = reasonOf(named(SmallLibrary.compile(folder.resolve("g.so"), product)));
    assertTrue(loose.endsWith("g.so exports no function that sets its thread count"), loose);
    Path wide =
        SmallLibrary.compile(
            folder.resolve("h.so"),
            product
                + """
                void openblas_set_num_threads(int threads) { (void)threads; }
                int openblas_get_num_threads(void) { return 1; }
                const char *openblas_get_config(void) { return "OpenBLAS 0.3.29 USE64BITINT"; }
                """);
    String reason = reasonOf(named(wide));
    assertTrue(reason.contains("h.so is built for 64-bit integers"), reason);
    String half = "void cblas_sgemm(void) {}\n";
    String missing = reasonOf(named(SmallLibrary.compile(folder.resolve("i.so"), half)));
    assertTrue(missing.endsWith("i.so has no cblas_sgemv"), missing);
  }

  @Test
  void loadsNothingThatEverybodyMayWrite() throws IOException {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Path library = BrokenLibraries.unrelated(shared.resolve("a.so"));
    Path link = Files.createSymbolicLink(folder.resolve("link.so"), library);
    mode(shared, "rwxrwxrwx");
    String folderReason = reasonOf(named(library));
    String expected = shared + " can be written to by everybody, so a.so is not loaded; chmod o-w ";
    assertEquals(expected + shared, folderReason);
    assertTrue(reasonOf(named(link)).startsWith(shared + " can be written to by everybody"));
    mode(shared, "rwxrwxr-x");
    assertTrue(reasonOf(named(library)).endsWith("a.so has no cblas_sgemm"));
    mode(library, "rw-rw-rw-");
    assertTrue(reasonOf(named(library)).startsWith(library + " can be written to by everybody"));
  }

  @Test
  void loadsFromAFolderInWhichOthersReplaceOnlyTheirOwn() throws IOException {
    Path library = BrokenLibraries.unrelated(folder.resolve("a.so"));
    Files.setAttribute(folder, "unix:mode", 01777);
    assertTrue(reasonOf(named(library)).endsWith("a.so has no cblas_sgemm"));
  }

  private static void mode(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void loadsNothingFromTheWorkingDirectory() {
    String reason = reasonOf(named(Path.of("libopenblas.so.0")));
    assertTrue(reason.contains("never loaded from the working directory"), reason);
  }

  @Test
  void tellsTheReasonOfEveryCandidate() {
    BrokenLibraries.text(folder.resolve("libopenblas.so.0"));
    BrokenLibraries.unrelated(folder.resolve("libblas.so.3"));
    String reason = reasonOf(new BlasLocator(Optional.empty(), List.of(folder)));
    assertTrue(reason.contains("libopenblas.so.0 is not a shared library"), reason);
    assertTrue(reason.contains("libblas.so.3 has no cblas_sgemm"), reason);
  }

  @Test
  void anUnavailableBackendRefusesWithItsReason() {
    var backend = new BlasBackend(named(folder.resolve("none.so")));
    Spec spec = Spec.parse("matmul:f32*f32:m2,n2,k2");
    assertEquals(List.of(), backend.devices());
    assertFalse(backend.supports(spec, Device.CPU).isYes());
    var thrown =
        assertThrows(
            KernelUnavailableException.class,
            () -> backend.prepare(spec, Device.CPU, inputs(2, 2, 2), Settings.ofThreads(1)));
    assertTrue(thrown.getMessage().contains("none.so is not a file"), thrown.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matmul:q8_0*f32:m2,n2,k32",
        "matmul:f32*f32:m0,n2,k32",
        "matmul:f32*f32:m2,n2,k0",
        "dequant:f16*f32:m2,k2",
        "attention:f32*f32:h1,d4,n1,c4,full"
      })
  void refusesWhatBlasCannotDo(String text) {
    assertFalse(available().supports(Spec.parse(text), Device.CPU).isYes());
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1,1",
    "1,1,1000,2",
    "7,1,13,1",
    "16,1,16,2",
    "17,1,4099,2",
    "1,2,3,1",
    "5,3,1,2",
    "31,33,65,1",
    "64,64,64,2",
    "63,65,257,2",
    "129,2,1024,2",
    "256,128,300,2"
  })
  void agreesWithFloat64(int m, int n, int k, int threads) {
    BlasBackend backend = available();
    var spec = new MatmulSpec(Format.F32, m, n, k);
    Inputs.Matmul inputs = inputs(m, n, k);
    for (String variant : backend.variants(spec)) {
      var settings = new Settings(threads, Optional.of(variant));
      float[] y = new float[m * n];
      try (var kernel = backend.prepare(spec, Device.CPU, inputs, settings)) {
        kernel.poisonOutput();
        kernel.readOutput(y);
        assertTrue(Float.isNaN(y[0]) && Float.isNaN(y[m * n - 1]));
        kernel.run();
        kernel.readOutput(y);
        assertEquals(variant, kernel.execution().kernel());
      }
      assertClose(inputs, y, m, n, k);
    }
  }

  @Test
  void closesTwice() {
    var spec = Spec.parse("matmul:f32*f32:m2,n2,k2");
    var kernel = available().prepare(spec, Device.CPU, inputs(2, 2, 2), Settings.ofThreads(1));
    kernel.close();
    kernel.close();
    assertThrows(IllegalStateException.class, kernel::run);
  }

  @Test
  void saysWhatRan() {
    BlasBackend backend = available();
    try (var kernel =
        backend.prepare(
            Spec.parse("matmul:f32*f32:m2,n2,k2"),
            Device.CPU,
            inputs(2, 2, 2),
            Settings.ofThreads(2))) {
      var details = kernel.execution().details();
      assertTrue(
          details.containsKey("library") && details.containsKey("version"), details::toString);
      assertTrue(Path.of(details.get("file")).isAbsolute());
      assertEquals("2", details.get("threads"));
      assertFalse(kernel.execution().isa().isBlank());
    }
  }

  private static BlasLocator named(Path file) {
    return new BlasLocator(Optional.of(file), List.of());
  }

  private static String reasonOf(BlasLocator locator) {
    var availability = new BlasBackend(locator).availability();
    return assertInstanceOf(Availability.Unavailable.class, availability).reason();
  }

  private static BlasBackend available() {
    var backend = new BlasBackend();
    Peers.require("a BLAS library", backend.availability());
    return backend;
  }

  private static Inputs.Matmul inputs(int m, int n, int k) {
    var random = new Random(31L * m + 17L * n + k);
    return new Inputs.Matmul(tensor(m, k, random), tensor(n, k, random));
  }

  private static Tensor tensor(int rows, int columns, Random random) {
    float[] data = new float[rows * columns];
    for (int i = 0; i < data.length; i++) {
      // Outliers as in trained weights: one in 64 is a hundred times larger.
      data[i] = (float) (random.nextGaussian() * (random.nextInt(64) == 0 ? 100 : 1));
    }
    return new Tensor(Format.F32, rows, columns, MemorySegment.ofArray(data));
  }

  private static void assertClose(Inputs.Matmul inputs, float[] y, int m, int n, int k) {
    float[] w = (float[]) inputs.weights().data().heapBase().orElseThrow();
    float[] x = (float[]) inputs.activations().data().heapBase().orElseThrow();
    for (int token = 0; token < n; token++) {
      for (int row = 0; row < m; row++) {
        double sum = 0;
        double magnitude = 0;
        for (int i = 0; i < k; i++) {
          double product = (double) w[row * k + i] * x[token * k + i];
          sum += product;
          magnitude += Math.abs(product);
        }
        double bound = (k + 1) * HALF_ULP * magnitude;
        assertEquals(sum, y[token * m + row], bound, "row " + row + ", token " + token);
      }
    }
  }
}
