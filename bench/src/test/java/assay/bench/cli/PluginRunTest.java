package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.kernels.Format;
import assay.kernels.binding.LibraryFolders;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
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

  /** What ends a process as soon as it loads the library. */
  private static final String LOAD =
      "__attribute__((constructor)) static void load(void) { abort(); }\n";

  @TempDir private Path folder;

  /**
   * @param compute what a run calls
   */
  private Path build(String name, String compute) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "a C compiler is not installed");
    Path include = folder.resolve("assay_plugin.h");
    try (InputStream header = Format.class.getResourceAsStream("plugin/assay_plugin.h")) {
      Files.copy(header, include, StandardCopyOption.REPLACE_EXISTING);
    }
    String source = Files.readString(SOURCE).replace("  compute(kernel);", "  " + compute);
    return compile(folder.resolve(name), source);
  }

  private Path compile(Path library, String source) throws Exception {
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
  void aCrashDoesNotCostThePluginsOtherCases() throws Exception {
    build("libexample.so", "if (kernel->spec.m == 16) abort(); compute(kernel);");
    AssayProcess assay =
        run(
            "--plugin",
            "libexample.so",
            "--backend",
            "example-cpu",
            "--spec",
            "matmul:q8_0*f32:m24,n2,k64");
    assay.await();
    List<State> states = record().cases().stream().map(one -> one.status().state()).toList();
    assertEquals(2, states.size(), assay.output());
    assertEquals(1, Collections.frequency(states, State.CRASHED), assay.output());
    assertTrue(states.contains(State.VALID) || states.contains(State.MISTRUSTED), assay.output());
  }

  /** Every one that a user may come with, at once: a sentence each, and the run goes on. */
  @Test
  void allThatCannotBeUsedAreSentencesAndTheRunGoesOn() throws Exception {
    Path good = build("libexample.so", "compute(kernel);");
    Files.copy(good, folder.resolve("libtwin.so"));
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.copy(good, open.resolve("libopen.so"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    variant("abi", ".abi = ASSAY_PLUGIN_ABI", ".abi = 9");
    variant("size", ".struct_size = sizeof(assay_plugin)", ".struct_size = 8");
    variant("symbol", "*assay_plugin_get(", "*another_get(");
    variant("memory", "page * (uint64_t)sysconf(_SC_PHYS_PAGES)", "0");
    variant("nothing", "device_count = 1", "device_count = 0");
    variant("load", "static char failure", LOAD + "static char failure");
    byte[] foreign = Files.readAllBytes(good);
    foreign[18] = 99; // e_machine
    Files.write(folder.resolve("libforeign.so"), foreign);

    List<String> more =
        new ArrayList<>(List.of("--backend", "vector", "--plugin", "libexample.so"));
    for (String name : List.of("twin", "abi", "size", "symbol", "memory", "nothing", "load")) {
      more.addAll(List.of("--plugin", "lib%s.so".formatted(name)));
    }
    more.addAll(List.of("--plugin", "libforeign.so", "--plugin", "open/libopen.so"));
    AssayProcess assay = run(more.toArray(String[]::new));
    int code = assay.await();
    assertTrue(Set.of(ExitCode.OK, ExitCode.INCONCLUSIVE).contains(code), assay.output());
    for (String sentence :
        List.of(
            "libtwin.so is called example-cpu, as is",
            "libabi.so speaks plug-in ABI 9 and this Assay 1",
            "libsize.so says that its table has 8 bytes",
            "libsymbol.so has no assay_plugin_get",
            "reports 0 bytes of memory",
            "libnothing.so has no devices and does not say why",
            "libload.so ended while being loaded: SIGABRT",
            "libforeign.so is for another processor",
            "open can be written to by everybody, so libopen.so is not loaded")) {
      assertTrue(assay.output().contains(sentence), sentence + " in " + assay.output());
    }
    assertEquals(
        List.of("vector"), record().cases().stream().map(one -> one.key().backend()).toList());
  }

  private void variant(String name, String what, String instead) throws Exception {
    String source = Files.readString(SOURCE);
    assertTrue(source.contains(what), what);
    source =
        source
            .replace(what, instead)
            .replace(".name = \"example-cpu\"", ".name = \"x" + name + "\"");
    compile(folder.resolve("lib%s.so".formatted(name)), source);
  }

  /** As real drivers do: the loaders of OpenCL and Vulkan find them by the user's settings. */
  @Test
  void driversThatCrashWhenLoadedAreSentencesAndTheRunGoesOn() throws Exception {
    for (String loader : List.of("libOpenCL.so.1", "libvulkan.so.1")) {
      assumeTrue(
          LibraryFolders.fromEnvironment("NONE", "none").find(List.of(loader)).isPresent(),
          loader + " is not installed");
    }
    Path driver = folder.resolve("libdriver.so");
    compile(driver, "#include <stdlib.h>\n" + LOAD);
    Path vendors = Files.createDirectory(folder.resolve("vendors"));
    Files.writeString(vendors.resolve("crash.icd"), driver + "\n");
    Path vulkan =
        Files.writeString(
            folder.resolve("crash.json"),
            """
            {"file_format_version": "1.0.0",
             "ICD": {"library_path": "%s", "api_version": "1.3.0"}}
            """
                .formatted(driver));
    List<String> settings =
        List.of("env", "OCL_ICD_VENDORS=" + vendors, "VK_DRIVER_FILES=" + vulkan);
    AssayProcess assay = AssayProcess.start(folder, settings, "backends");
    assertEquals(ExitCode.OK, assay.await(), assay.output());
    String listed = assay.output().replaceAll("\\s+", " ");
    assertTrue(
        listed.contains(
            "opencl Assay's portable kernels by OpenCL not available: its library ended"),
        listed);
    assertTrue(listed.contains("the Vulkan driver of " + vulkan + " crashes"), listed);

    List<String> arguments = new ArrayList<>(List.of("run", "--out", "run", "--no-ceilings"));
    arguments.addAll(List.of("--forks", "1", "--threads", "1", "--cache", "hot"));
    arguments.addAll(List.of("--spec", "dequant:q8_0*f32:m16,k64"));
    arguments.addAll(List.of("--backend", "opencl", "--backend", "vulkan", "--backend", "vector"));
    assay = AssayProcess.start(folder, settings, arguments.toArray(String[]::new));
    int code = assay.await();
    assertTrue(Set.of(ExitCode.OK, ExitCode.INCONCLUSIVE).contains(code), assay.output());
    assertTrue(assay.output().contains("opencl"), assay.output());
    assertTrue(record().cases().stream().anyMatch(one -> one.key().backend().equals("vector")));
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
