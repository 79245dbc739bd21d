package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.kernels.Format;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example plug-in on the command line, forks and all. */
class PluginRunTest {

  private static final Path SOURCE =
      Path.of("..", "kernels", "plugins", "example-cpu", "example_cpu.c");

  @TempDir private Path folder;

  /**
   * @param compute what a run calls
   */
  private Path build(String name, String compute) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "a C compiler is not installed");
    try (InputStream header = Format.class.getResourceAsStream("plugin/assay_plugin.h")) {
      Files.copy(header, folder.resolve("assay_plugin.h"));
    }
    String source = Files.readString(SOURCE).replace("  compute(kernel);", "  " + compute);
    Path library = folder.resolve(name);
    Path file = Files.writeString(folder.resolve("plugin.c"), source);
    var command =
        List.of(
            "cc",
            "-O2",
            "-shared",
            "-fPIC",
            "-DBUILD_ID=\"b1\"",
            "-o",
            library.toString(),
            file.toString());
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    return library;
  }

  private AssayProcess run(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("run", "--out", "run", "--no-ceilings"));
    arguments.addAll(List.of("--forks", "1", "--threads", "1", "--cache", "hot"));
    arguments.addAll(List.of("--spec", "matmul:q8_0*f32:m16,n2,k64"));
    arguments.addAll(List.of(more));
    return AssayProcess.start(folder, arguments.toArray(String[]::new));
  }

  private RunRecord record() throws Exception {
    return new RunStore().read(folder.resolve("run"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--plugin-in-process"})
  void isMeasuredAndNamed(String placement) throws Exception {
    Path library = build("libexample.so", "compute(kernel);");
    List<String> more = new ArrayList<>(List.of("--plugin", "libexample.so"));
    more.addAll(List.of("--backend", "example-cpu"));
    more.addAll(placement.isEmpty() ? List.of() : List.of(placement));
    AssayProcess assay = run(more.toArray(String[]::new));
    // A busy machine makes the times mistrusted, which is 3.
    assertTrue(Set.of(ExitCode.OK, ExitCode.INCONCLUSIVE).contains(assay.await()), assay.output());
    CaseRecord measured = record().cases().getFirst();
    assertTrue(
        Set.of(State.VALID, State.MISTRUSTED).contains(measured.status().state()),
        measured.toString());
    Map<String, String> details = measured.execution().details();
    assertEquals(library.toString(), details.get("plugin.path"));
    assertEquals("b1", details.get("plugin.build"));
    assertEquals(64, details.get("plugin.sha256").length());
    assertEquals(
        placement.isEmpty() ? "own process" : "in-process", details.get("plugin.placement"));
  }

  @Test
  void aCrashCostsTheCaseAndTheRunGoesOn() throws Exception {
    build("libexample.so", "abort();");
    AssayProcess assay =
        run("--plugin", "libexample.so", "--backend", "example-cpu", "--backend", "vector");
    assay.await();
    List<CaseRecord> cases = record().cases();
    assertEquals(State.CRASHED, cases.getFirst().status().state(), assay.output());
    String reasons = cases.getFirst().status().reasons().toString();
    assertTrue(reasons.contains("ended while run: SIGABRT"), reasons);
    assertTrue(
        Set.of(State.VALID, State.MISTRUSTED).contains(cases.getLast().status().state()),
        assay.output());
  }

  @Test
  void oneThatCannotBeUsedIsASentenceAndTheRunGoesOn() throws Exception {
    Files.writeString(folder.resolve("text.so"), "not a library");
    AssayProcess assay = run("--plugin", "text.so", "--backend", "vector");
    int code = assay.await();
    assertTrue(Set.of(ExitCode.OK, ExitCode.INCONCLUSIVE).contains(code), assay.output());
    assertTrue(assay.output().contains("text.so is not a shared library"), assay.output());
    assertEquals(1, record().cases().size());
  }

  @Test
  void backendsListsIt() throws Exception {
    build("libexample.so", "compute(kernel);");
    AssayProcess assay =
        AssayProcess.start(folder, "backends", "--plugin", "libexample.so", "--plugin", "no.so");
    assertEquals(ExitCode.OK, assay.await(), assay.output());
    String output = assay.output();
    assertTrue(output.contains("device example-cpu0: one thread of this processor"), output);
    assertTrue(output.contains("no.so is not a file"), output);
  }
}
