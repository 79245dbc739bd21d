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
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Tensor;
import assay.kernels.peers.BrokenLibraries;
import assay.kernels.peers.SmallLibrary;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Libraries that are told apart by what they export, as small real ones in C. */
class BlasVendorTest {

  private static final String PRODUCTS = "void cblas_sgemm(void) {}\nvoid cblas_sgemv(void) {}\n";

  private static final String OPENMP =
      """
      static int team = 1;
      void omp_set_num_threads(int threads) { team = threads; }
      int omp_get_max_threads(void) { return team; }
      """;

  private static final String BLIS =
      """
      static long threads = 1;
      void bli_thread_set_num_threads(long wanted) { threads = wanted; }
      long bli_thread_get_num_threads(void) { return threads; }
      const char *bli_info_get_version_str(void) { return "%s"; }
      long bli_info_get_blas_int_type_size(void) { return %d; }
      int bli_info_get_enable_threading(void) { return %d; }
      """;

  private static final String ARMPL =
      """
      void armplversion(%1$s *major, %1$s *minor, %1$s *patch, const char **tag)
      {
          *major = 24;
          *minor = 10;
          *patch = 1;
          *tag = "a tag";
      }
      """;

  private static final String ACCELERATE = "void vDSP_mmul(void) {}\n";

  private static final String ACCELERATE_15 =
      ACCELERATE + "int BLASSetThreading(int mode) { return mode == 0 || mode == 1 ? 0 : -1; }\n";

  private static final Spec SPEC = Spec.parse("matmul:f32*f32:m2,n2,k2");

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  @TempDir Path folder;

  private Path compile(String name, String... sources) throws IOException, InterruptedException {
    return SmallLibrary.compile(folder.resolve(name), PRODUCTS + String.join("", sources));
  }

  private static BlasBackend backend(Path library) {
    return new BlasBackend(new BlasLocator(Optional.of(library), List.of()));
  }

  private static Map<String, String> details(BlasBackend backend, int threads) {
    try (var kernel = backend.prepare(SPEC, Device.CPU, inputs(), Settings.ofThreads(threads))) {
      kernel.run();
      return kernel.execution().details();
    }
  }

  private static String refusal(BlasBackend backend, int threads) {
    return assertThrows(KernelUnavailableException.class, () -> details(backend, threads))
        .getMessage();
  }

  private static String reason(Path library) {
    return assertInstanceOf(Availability.Unavailable.class, backend(library).availability())
        .reason();
  }

  @Test
  void blisAndItsForkOfAmd() throws Exception {
    Path plain = compile("libblis.so.4", BLIS.formatted("0.9.0", 32, 1));
    assertEquals("BLIS", details(backend(plain), 3).get("library"));
    Path forked = compile("libblis-mt.so.5", BLIS.formatted("AOCL-BLIS 5.0.0 Build", 32, 1));
    Map<String, String> details = details(backend(forked), 3);
    assertEquals("AOCL-BLAS", details.get("library"));
    assertEquals("AOCL-BLIS 5.0.0 Build", details.get("version"));
    assertEquals("bli_thread_set_num_threads", details.get("threads by"));
  }

  @Test
  void aBuildWithoutThreadsRunsOne() throws Exception {
    BlasBackend blis = backend(compile("a.so", BLIS.formatted("0.9.0", 32, 0)));
    assertTrue(details(blis, 1).get("threads by").contains("without threads"));
    assertTrue(refusal(blis, 2).contains("runs one thread where 2"), refusal(blis, 2));
    BlasBackend armpl = backend(compile("libarmpl_lp64.so", ARMPL.formatted("int")));
    assertTrue(details(armpl, 1).get("threads by").contains("without threads"));
    assertTrue(refusal(armpl, 2).contains("runs one thread where 2"), refusal(armpl, 2));
  }

  @Test
  void armPerformanceLibrariesAreSetThroughOpenMp() throws Exception {
    Path library = compile("libarmpl_lp64_mp.so", ARMPL.formatted("int"), OPENMP);
    Map<String, String> details = details(backend(library), 3);
    assertEquals("Arm Performance Libraries", details.get("library"));
    assertEquals("24.10.1", details.get("version"));
    assertEquals("omp_set_num_threads", details.get("threads by"));
  }

  @Test
  void anUnknownLibraryMayBeSetThroughOpenMp() throws Exception {
    Map<String, String> details = details(backend(compile("b.so", OPENMP)), 2);
    assertEquals("a CBLAS library that is threaded by OpenMP", details.get("library"));
  }

  @Test
  void accelerateTakesOneThreadOrItsOwnChoice() throws Exception {
    BlasBackend backend = backend(compile("Accelerate", ACCELERATE_15));
    assertEquals("Accelerate", details(backend, 1).get("library"));
    assertTrue(refusal(backend, PROCESSORS + 1).contains("cannot be held to"));
    if (PROCESSORS > 1) {
      assertTrue(details(backend, PROCESSORS).get("threads by").contains("takes no number"));
    }
  }

  @Test
  void beforeMacOs15AccelerateTakesNothing() throws Exception {
    BlasBackend backend = backend(compile("Accelerate", ACCELERATE));
    String one = refusal(backend, 1);
    assertTrue(one.contains("cannot be held to 1; ask for all"), one);
    if (PROCESSORS > 1) {
      assertEquals(Integer.toString(PROCESSORS), details(backend, PROCESSORS).get("threads"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"libarmpl_ilp64_mp.so", "libmkl_intel_ilp64.so.2", "lib_ILP64/libblis.so"})
  void wideIntegersAreToldByNameBeforeLoading(String name) throws IOException {
    Path library = folder.resolve(name);
    Files.createDirectories(library.getParent());
    BrokenLibraries.text(library);
    assertTrue(reason(library).endsWith("the 32-bit (LP64) build is needed"), reason(library));
    Path link = Files.createSymbolicLink(folder.resolve("libblas.so"), library);
    assertTrue(reason(link).contains("is built for 64-bit integers"), reason(link));
  }

  @Test
  void wideIntegersAreToldByTheLibrary() throws Exception {
    Path armpl = compile("c.so", ARMPL.formatted("long"), OPENMP);
    assertTrue(reason(armpl).contains("c.so is built for 64-bit integers"), reason(armpl));
    Path blis = compile("d.so", BLIS.formatted("0.9.0", 64, 1));
    assertTrue(reason(blis).contains("d.so is built for 64-bit integers"), reason(blis));
    assertTrue(BlasIntegers.isIlp64("GNU,ILP64"));
    assertFalse(BlasIntegers.isIlp64("LP64"));
    assertFalse(BlasIntegers.isIlp64(null));
  }

  @Test
  void theHighestVersionWithThreadsComesFirst() throws IOException {
    for (String name :
        List.of(
            "libblis.so",
            "libblis-mt.so",
            "libblis-mt.so.4",
            "libblis-mt.so.10",
            "libblis-mt.so.4.1.0",
            "libblis-mt.so.old",
            "libarmpl_lp64.so",
            "libarmpl_lp64_mp.so",
            "libarmpl_ilp64_mp.so",
            "libaocl.so")) {
      BrokenLibraries.text(folder.resolve(name));
    }
    assertEquals(
        List.of(
            "libarmpl_lp64_mp.so",
            "libaocl.so",
            "libblis-mt.so.10",
            "libblis-mt.so.4",
            "libblis-mt.so",
            "libblis.so",
            "libarmpl_lp64.so"),
        new BlasLocator(Optional.empty(), List.of(folder))
            .candidates().stream().map(file -> file.getFileName().toString()).toList());
  }

  @Test
  void vendorsScriptsSayWhereTheirLibrariesAre() {
    var environment = Map.of("ARMPL_DIR", folder.toString(), "AOCL_ROOT", "aocl", "MKLROOT", "");
    List<Path> folders = BlasLocator.of(Optional.empty(), environment).folders();
    assertEquals(folder.resolve("lib"), folders.getFirst());
    assertTrue(folders.stream().allMatch(Path::isAbsolute), folders::toString);
    Optional<Path> named = BlasLocator.of(Optional.of("/x.so"), environment).named();
    assertEquals(Optional.of(Path.of("/x.so")), named);
  }

  private static Inputs inputs() {
    return new Inputs.Matmul(zeros(), zeros());
  }

  private static Tensor zeros() {
    return new Tensor(Format.F32, 2, 2, MemorySegment.ofArray(new float[4]));
  }
}
