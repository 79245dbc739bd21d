package assay.bench.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle, unpacked where nothing else is. */
class BundleIT {

  private static final long LARGEST_BYTES = 60_000_000;

  /** All formats take minutes; what was made before is packed all the same. */
  private static final Map<String, String> BUILDING =
      Map.of(
          "PATH",
          "/usr/bin:/bin",
          "ASSAY_JAVA_HOME",
          System.getProperty("java.home"),
          "ASSAY_READY_FORMATS",
          "Q8_0");

  @TempDir private static Path folder;

  /** What was unpacked, where nothing else is. */
  private static Path target;

  @BeforeAll
  static void packAndUnpack() throws Exception {
    Path file = folder.resolve("assay.tar.gz");
    String gpu = canCompile("ptx90a") ? "ptx90a" : "";
    var packed = bundle(List.of("--gpu", gpu, file.toString()));
    assertEquals(0, packed.code(), packed.err());
    assertTrue(Files.size(file) <= LARGEST_BYTES, Files.size(file) + " bytes");
    target = Files.createDirectory(folder.resolve("another machine"));
    var unpacked = new Shell(target, BUILDING).run(List.of("tar", "-xzf", file.toString()));
    assertEquals(0, unpacked.code(), unpacked.err());
  }

  private static boolean canCompile(String target) throws Exception {
    String script = Shell.checkout().resolve("kernels/src/main/cuda/ready.sh").toString();
    var asked = new Shell(folder, BUILDING).run(List.of("sh", script, "--missing", target));
    assertEquals(0, asked.code(), asked.err());
    return asked.out().isBlank();
  }

  private static Shell.Result bundle(List<String> arguments) throws Exception {
    return bundle(arguments, BUILDING);
  }

  private static Shell.Result bundle(List<String> arguments, Map<String, String> environment)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Shell.checkout().resolve("assay").toString());
    command.add("bundle");
    command.addAll(arguments);
    return new Shell(folder, environment).run(command);
  }

  @Test
  void measuresWithoutJdkPathOrNetwork() throws Exception {
    List<String> command = new ArrayList<>(withoutNetwork());
    command.addAll(List.of("/bin/sh", "assay/assay", "run", "--out", "run", "--no-ceilings"));
    command.addAll(List.of("--forks", "1", "--threads", "1", "--cache", "hot"));
    command.addAll(List.of("--backend", "vector", "--spec", "matmul:q8_0*f32:m64,n1,k256"));
    // Empty, not unset: without a PATH a shell searches folders of its own choice.
    var measured = new Shell(target, Map.of("PATH", "")).run(command);
    // A busy machine makes the times mistrusted, which is 3.
    assertTrue(Set.of(0, 3).contains(measured.code()), measured.out() + measured.err());
    RunRecord run = new RunStore().read(target.resolve("run"));
    assertNotNull(run.invocation().finishedAt());
    assertEquals(1, run.cases().size());
    State state = run.cases().getFirst().status().state();
    assertTrue(state == State.VALID || state == State.MISTRUSTED, run.cases().toString());
    assertTrue(Files.size(target.resolve("run/report.html")) > 10_000);
    List<String> adding =
        List.of("/bin/sh", "assay/assay", "history", "add", "run", "--store", "h");
    var refused = new Shell(target, Map.of("PATH", "")).run(adding);
    assertEquals(2, refused.code(), refused.err());
    assertTrue(refused.err().startsWith("assay: DuckDB's native library"), refused.err());
    assertEquals(1, refused.err().lines().count(), refused.err());
    for (String text : List.of("LICENSE", "NOTICE", "licenses/jfreechart-lgpl-2.1.txt")) {
      assertTrue(Files.size(target.resolve("assay").resolve(text)) > 500, text);
    }
    assertTrue(Files.isDirectory(target.resolve("assay/runtime/legal/java.base")));
  }

  /** A namespace with no network in it, where this user may make one. */
  private List<String> withoutNetwork() throws Exception {
    Path unshare = Path.of("/usr/bin/unshare");
    if (!Files.isExecutable(unshare)) {
      return List.of();
    }
    List<String> prefix = List.of(unshare.toString(), "--map-root-user", "--net");
    List<String> trial = new ArrayList<>(prefix);
    trial.addAll(List.of("/bin/sh", "-c", ":"));
    return new Shell(folder, Map.of()).run(trial).code() == 0 ? prefix : List.of();
  }

  @Test
  void whatIsNotUnderstoodIsRefusedInOneSentence() throws Exception {
    for (List<String> wrong :
        List.of(
            List.of("nowhere/assay.tar.gz"),
            List.of("--gpu", "ptx gfx000", "assay.tar.gz"),
            List.of("--gpu"),
            List.of("--gpus"))) {
      var refused = bundle(wrong);
      assertEquals(2, refused.code(), refused.err());
      assertEquals(1, refused.err().lines().count(), refused.err());
      String culprit = wrong.size() > 1 ? "gfx000" : wrong.getFirst().replace("/assay.tar.gz", "");
      assertTrue(refused.err().contains(culprit), refused.err());
    }
  }

  @Test
  void aTargetThatNoCompilerIsHereForIsRefused() throws Exception {
    // All that is called until then, and no compiler.
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : List.of("cat", "dirname", "find", "head", "sed", "sh", "tr", "uname")) {
      Path file = tools.resolve(tool);
      Files.writeString(file, "#!/bin/sh\nexec /usr/bin/%s \"$@\"\n".formatted(tool));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
    Map<String, String> withoutClang = new HashMap<>(BUILDING);
    withoutClang.put("PATH", tools.toString());
    Path file = folder.resolve("refused.tar.gz");
    var refused = bundle(List.of("--gpu", "gfx942 gfx1100", file.toString()), withoutClang);
    assertEquals(2, refused.code(), refused.err());
    assertEquals(
        "assay: gfx942 gfx1100 cannot be compiled without clang 19 or newer with lld;"
            + " install clang-19 and lld-19, or name other targets.",
        refused.err().strip());
    assertTrue(Files.notExists(file));
  }

  @Test
  void tellsItsTargets() throws Exception {
    var help = bundle(List.of("--help"));
    assertEquals(0, help.code(), help.err());
    assertTrue(help.out().contains("ptx ptx90a gfx90a gfx942 gfx1100 gfx1201"), help.out());
  }

  /** A driver and a run-time compiler that execute on the host; the tests of kernels make them. */
  private static Path fakeCuda() {
    Path fake = Shell.checkout().resolve("kernels/target/fake-gpu/cuda");
    assumeTrue(
        Files.exists(fake.resolve("libcuda.so.1")) && Files.exists(fake.resolve("libnvrtc.so.13")),
        "the tests of kernels have not made a fake driver");
    return fake;
  }

  private Shell withDriver(Path driver) {
    Map<String, String> environment =
        Map.of(
            // The fake compiler calls g++.
            "PATH",
            "/usr/bin:/bin",
            "ASSAY_CUDA",
            driver.toString(),
            "ASSAY_CACHE",
            target.resolve("cache").toString());
    return new Shell(target, environment);
  }

  /** A small case on the GPU beside one that any machine runs. */
  private static RunRecord measured(Shell shell, String name) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "assay/assay", "run", "--no-ceilings", "--out", name));
    command.addAll(List.of("--forks", "1", "--threads", "1", "--cache", "hot"));
    command.addAll(List.of("--backend", "cuda", "--backend", "vector"));
    command.addAll(List.of("--spec", "dequant:q8_0*f32:m64,k256"));
    var result = shell.run(command);
    RunRecord run = new RunStore().read(target.resolve(name));
    // A busy machine makes the times mistrusted; 3 when nothing of a backend is valid.
    assertTrue(Set.of(0, 3).contains(result.code()), result.out() + result.err());
    assertNotNull(run.invocation().finishedAt());
    assertEquals(2, run.cases().size());
    assertTrue(isMeasured(of(run, "vector")), run.cases().toString());
    return run;
  }

  private static CaseRecord of(RunRecord run, String backend) {
    return run.cases().stream()
        .filter(one -> one.key().backend().equals(backend))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isMeasured(CaseRecord one) {
    return Set.of(State.VALID, State.MISTRUSTED).contains(one.status().state());
  }

  @Test
  void measuresOnAGpuWhoseCompilerIsThere() throws Exception {
    Shell shell = withDriver(fakeCuda());
    var listed = shell.run(List.of("/bin/sh", "assay/assay", "backends"));
    assertEquals(0, listed.code(), listed.err());
    assertTrue(listed.out().contains("Fake GPU"), listed.out());
    assertTrue(listed.out().contains("code: NVRTC 13.0, sm_90a"), listed.out());
    CaseRecord onGpu = of(measured(shell, "with"), "cuda");
    assertTrue(isMeasured(onGpu), onGpu.status().toString());
    assertEquals("NVRTC 13.0, sm_90a", onGpu.execution().details().get("code"));
  }

  @Test
  void saysWhenTheDriverTakesNoReadyMadeCode() throws Exception {
    Path driver = Files.createDirectory(folder.resolve("driver"));
    Files.copy(fakeCuda().resolve("libcuda.so.1"), driver.resolve("libcuda.so.1"));
    // Found before a compiler that this machine may have, and of no use.
    Files.writeString(driver.resolve("libnvrtc.so.13"), "no library");
    Shell shell = withDriver(driver);
    CaseRecord onGpu = of(measured(shell, "without"), "cuda");
    String listed = shell.run(List.of("/bin/sh", "assay/assay", "backends")).out();
    assertEquals(State.UNSUPPORTED, onGpu.status().state());
    String reason = String.join("; ", onGpu.status().reasons());
    assertTrue(reason.contains("libnvrtc.so.13"), reason);
    if (isPacked("ptx90a/dequant.xz")) {
      assertTrue(reason.contains("(ready-made ptx90a/dequant.Q8_0.ptx ("), reason);
      assertTrue(reason.contains("is not loaded by libcuda.so.1"), reason);
      assertTrue(listed.contains("code: ready-made ptx90a ("), listed);
    } else {
      assertTrue(reason.contains("this build has no ptx90a/dequant.Q8_0.ptx"), reason);
      assertTrue(listed.contains("code: none: this build has no ptx90a or ptx"), listed);
    }
  }

  /** Not where there is no nvcc. */
  private static boolean isPacked(String code) throws Exception {
    try (var jar = new ZipFile(target.resolve("assay/lib/assay.jar").toFile())) {
      return jar.getEntry("assay/kernels/gpu/code/ready/" + code) != null;
    }
  }
}
