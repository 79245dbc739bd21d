package assay.kernels.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels in C on processors that are not here, against the same truth as on this one. */
class EmulationTest {

  private static final Path SOURCES = Path.of("src", "main", "c").toAbsolutePath();
  private static final Path PROGRAM = Path.of("src", "test", "c", "contract.c").toAbsolutePath();

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  /** Emulation is some hundred times slower; a case that hangs must not hold up the build. */
  private static final long MINUTES = 10;

  @TempDir static Path folder;

  static List<Emulated> processors() {
    return Emulated.all();
  }

  @BeforeAll
  static void writeCases() throws IOException {
    try (CaseFile cases = new CaseFile(folder.resolve("cases"))) {
      cases.write(Cases.matmul().stream().filter(EmulationTest::isSmall).toList());
      cases.write(Cases.attention());
      cases.write(Cases.dequant());
    }
  }

  /** Awkward shapes are small ones; the large ones would take minutes each. */
  private static boolean isSmall(ContractCase tested) {
    return tested.spec().outputs() <= 2_000;
  }

  @ParameterizedTest
  @MethodSource("processors")
  void everyKernelIsRight(Emulated processor) throws Exception {
    for (String program : processor.programs()) {
      assumeTrue(isInstalled(program), program + " is not installed");
    }
    assumeTrue(
        processor.flags().isEmpty() || flags().containsAll(processor.flags()),
        () -> "this processor does not have all of " + processor.flags());
    Path built = built(processor);
    Path program = built.resolve("contract");
    run(
        List.of(
            processor.linker(),
            "-std=gnu11",
            "-O1",
            "-Wall",
            "-Wextra",
            "-Werror",
            PROGRAM.toString(),
            "-o",
            program.toString(),
            "-ldl",
            "-lm"));
    List<String> command = new ArrayList<>(processor.emulator());
    command.add(program.toString());
    command.add(library(built).toString());
    command.add(folder.resolve("cases").toString());
    processor.only().ifPresent(command::add);
    String said = run(command);
    for (String tier : processor.tiers()) {
      assertTrue(
          said.lines().anyMatch(line -> line.startsWith(tier + " ")),
          () -> tier + " did not run: " + said);
    }
  }

  /** One library for all processors of a family, in a folder named by the compiler. */
  private static Path built(Emulated processor) throws Exception {
    Path folder = EmulationTest.folder.resolve(processor.compiler().replace(' ', '_'));
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder);
      List<String> command = new ArrayList<>();
      command.addAll(List.of("sh", SOURCES.resolve("build.sh").toString()));
      command.addAll(List.of(folder.toString(), processor.compiler()));
      processor.only().ifPresent(command::add);
      run(command);
    }
    return folder;
  }

  private static Path library(Path built) throws IOException {
    try (Stream<Path> files = Files.walk(built)) {
      return files.filter(file -> file.endsWith("libassay.so")).findFirst().orElseThrow();
    }
  }

  private static Set<String> flags() throws IOException {
    if (!Files.isReadable(CPUINFO)) {
      return Set.of();
    }
    return Files.readAllLines(CPUINFO).stream()
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .map(line -> Set.copyOf(List.of(line.split("\\s+"))))
        .orElse(Set.of());
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
  }

  /** What the command said; fails the test when it exits with anything but 0. */
  private static String run(List<String> command) throws Exception {
    Path log = Files.createTempFile(folder, "log", ".txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES), () -> command + " hangs");
    String said = Files.readString(log);
    assertEquals(0, process.exitValue(), () -> String.join(" ", command) + ": " + said);
    return said;
  }
}
