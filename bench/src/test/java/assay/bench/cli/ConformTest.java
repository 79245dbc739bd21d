package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.reports.conform.Conformance;
import assay.reports.conform.Conformance.Verdict;
import assay.reports.conform.Exactness;
import assay.reports.conform.Fault;
import assay.reports.conform.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * That the ladder finds each fault of the broken example and calls it by its name, and none in what
 * is right; each in processes of its own, as people start it.
 */
class ConformTest {

  private static final Path PLUGINS = Path.of("..", "kernels", "plugins").toAbsolutePath();

  @TempDir private static Path built;

  @TempDir private Path folder;

  /** A copy, so that tests leave nothing among the sources. */
  @BeforeAll
  static void build() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/make")), "make is not installed");
    for (String name : List.of("example-cpu", "example-broken")) {
      Path copy = Files.createDirectories(built.resolve(name));
      for (Path file : List.of(Path.of("Makefile"), Path.of(name.replace('-', '_') + ".c"))) {
        Files.copy(PLUGINS.resolve(name).resolve(file), copy.resolve(file));
      }
      var make =
          new ProcessBuilder(
              "make",
              "-s",
              "CFLAGS=-O2 -Werror",
              "INCLUDE=" + PLUGINS.resolve("../src/main/c/include").normalize());
      assertEquals(0, make.directory(copy.toFile()).inheritIO().start().waitFor());
    }
  }

  private static String library(String name) {
    return built
        .resolve(name)
        .resolve("libassay_%s.so".formatted(name.replace('-', '_')))
        .toString();
  }

  private record Run(int code, String output, Conformance record) {}

  private Run conform(List<String> environment, String... more) throws IOException {
    return conform("quick", environment, more);
  }

  private Run conform(String level, List<String> environment, String... more) throws IOException {
    List<String> prefix = new ArrayList<>(List.of("env"));
    prefix.addAll(environment);
    List<String> arguments = new ArrayList<>(List.of("conform", "--level", level, "--out", "out"));
    arguments.addAll(List.of(more));
    AssayProcess assay = AssayProcess.start(folder, prefix, arguments.toArray(String[]::new));
    int code = assay.await();
    Path json = folder.resolve("out").resolve("conformance.json");
    assertTrue(Files.exists(json), assay.output());
    return new Run(code, assay.output(), JsonMapper.shared().readValue(json, Conformance.class));
  }

  /** The probes that must see it, alone: a whole ladder for each would take ten minutes. */
  @ParameterizedTest
  @CsvSource({
    "tile,   WRONG_TILE,       numeric.matmul.f32",
    "growth, GROWS_WITH_K,     numeric.growth",
    "edge,   NAN_AT_EDGE,      numeric.matmul.q8_0",
    "late,   LATE_WRITE,       numeric.dequant.q4_0",
    "beyond, OUT_OF_BOUNDS,    poison.beyond",
    "stale,  STALE,            poison.stale",
    "crash,  CRASH,            capability.matmul",
    "timer,  LYING_TIMER,      timing.timer",
    "claim,  FALSE_CLAIM,      capability.matmul",
    "random, NONDETERMINISTIC, determinism.runs",
    "leak,   LEAK,             memory.prepare",
    "hot,    WRONG_WHEN_HOT,   sustained.runs",
    "lane,   WRONG_LANE,       numeric.matmul.q4_0"
  })
  void findsAndNames(String broken, Fault fault, String probe) throws IOException {
    Run run =
        conform(
            "standard",
            List.of("ASSAY_BROKEN=" + broken),
            library("example-broken"),
            "--probe",
            probe);
    assertEquals(List.of(fault), run.record().faults(), run.output());
    assertEquals(ExitCode.FAIL, run.code(), run.output());
    Finding finding = run.record().findings().getFirst();
    assertEquals(probe, finding.probe());
    assertTrue(finding.reproducer().contains(probe), finding.reproducer().toString());
  }

  /** What the child was at, and that the ladder goes on behind it. */
  @Test
  void aHangCostsItsProbeAndNoMore() throws IOException {
    Run run =
        conform(
            List.of("ASSAY_BROKEN=hang"),
            library("example-broken"),
            "--probe",
            "capability.matmul,capability.dequant");
    assertEquals(List.of(Fault.HANG), run.record().faults(), run.output());
    assertTrue(run.record().findings().getFirst().check().contains("k53248"), run.output());
    assertTrue(run.record().notes().isEmpty());
    assertTrue(
        run.record().gaps().stream().anyMatch(gap -> gap.why().contains("behind the check")));
    assertTrue(
        run.record().rungs().stream()
            .anyMatch(rung -> rung.id().equals("capability") && rung.made() > 3),
        run.output());
  }

  @Test
  void theTemplatePassesTheWholeLadder() throws IOException {
    Run run = conform(List.of(), library("example-cpu"));
    assertEquals(List.of(), run.record().findings(), run.output());
    assertEquals(Verdict.PASS, run.record().verdict());
    assertEquals(ExitCode.OK, run.code());
    assertTrue(run.record().coverage() < 0.5, "what it does not support was not tried");
    for (String kind : List.of("html", "pdf")) {
      assertTrue(Files.size(folder.resolve("out/conformance." + kind)) > 1000);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "vector, sums in f32",
    "native, sums in f32",
    "ggml, activations in q8_K",
  })
  void aBackendPassesWithWhatItDeclares(String backend, String declared) throws IOException {
    Run run =
        conform(
            List.of(),
            "--backend",
            backend,
            "--probe",
            "numeric.matmul.q4_K,numeric.attention.f16,numeric.dequant.q6_K,poison.stale");
    assumeTrue(run.record().made() > 0, run.output());
    assertEquals(List.of(), run.record().findings(), run.output());
    assertEquals(ExitCode.OK, run.code());
    Exactness matmul = run.record().exactness().getFirst();
    assertTrue(matmul.declared().contains(declared), matmul.declared());
    assertTrue(matmul.worstOfTolerance() <= 1);
  }

  @ParameterizedTest
  @CsvSource({
    "int other;                                          , assay_plugin_get",
    "TABLE = {.struct_size = sizeof table$ .abi = 99};   , ABI 99",
    "TABLE = {.struct_size = 8$ .abi = ASSAY_PLUGIN_ABI};, has 8 bytes"
  })
  void aLibraryThatIsNoPlugInOfThisInterfaceIsRefused(String text, String word) throws Exception {
    String code =
        text.replace('$', ',')
            .replace(
                "TABLE",
                "#include \"assay_plugin.h\"\nstatic const assay_plugin table;\n"
                    + "const assay_plugin *assay_plugin_get(uint32_t abi) { return &table; }\n"
                    + "static const assay_plugin table");
    Path source = Files.writeString(folder.resolve("refused.c"), code);
    Path library = folder.resolve("librefused.so");
    Path include = PLUGINS.resolve("../src/main/c/include").normalize();
    var cc =
        List.of("cc", "-shared", "-fPIC", "-I" + include, "-o", library.toString(), "" + source);
    assertEquals(0, new ProcessBuilder(cc).inheritIO().start().waitFor());
    AssayProcess assay =
        AssayProcess.start(folder, List.of("env"), "conform", "--out", "out", "librefused.so");
    assertEquals(ExitCode.USAGE, assay.await(), assay.output());
    assertTrue(assay.output().contains(word), assay.output());
    assertTrue(Files.notExists(folder.resolve("out")), "left a folder without a report");
  }

  @Test
  void whatIsNotThereIsInconclusive() throws IOException {
    Run run = conform(List.of("ASSAY_BLAS=/nonexistent/libblas.so"), "--backend", "blas");
    assertEquals(0, run.record().made(), run.output());
    assertEquals(Verdict.INCONCLUSIVE, run.record().verdict());
    assertEquals(ExitCode.INCONCLUSIVE, run.code());
    assertTrue(run.record().gaps().getFirst().why().startsWith("not available"), run.output());
  }
}
