package assay.bench.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle, unpacked where nothing else is. */
class BundleIT {

  private static final long LARGEST_BYTES = 60_000_000;

  @TempDir private Path folder;

  @Test
  void measuresWithoutJdkPathOrNetwork() throws Exception {
    Path file = folder.resolve("assay.tar.gz");
    Map<String, String> building =
        Map.of(
            "PATH",
            "/usr/bin:/bin",
            "ASSAY_JAVA_HOME",
            System.getProperty("java.home"),
            // All of them take minutes; what was made before is packed all the same.
            "ASSAY_READY_FORMATS",
            "Q8_0");
    String assay = Shell.checkout().resolve("assay").toString();
    var packed =
        new Shell(folder, building)
            .run(List.of(assay, "bundle", "--gpu", "ptx gfx942", file.toString()));
    assertEquals(0, packed.code(), packed.err());
    assertTrue(Files.size(file) <= LARGEST_BYTES, Files.size(file) + " bytes");

    Path target = Files.createDirectory(folder.resolve("another machine"));
    var unpacked = new Shell(target, building).run(List.of("tar", "-xzf", file.toString()));
    assertEquals(0, unpacked.code(), unpacked.err());
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
  void aFolderThatIsNotThereIsRefused() throws Exception {
    Map<String, String> building =
        Map.of(
            "PATH",
            "/usr/bin:/bin",
            "ASSAY_JAVA_HOME",
            System.getProperty("java.home"),
            // All of them take minutes; what was made before is packed all the same.
            "ASSAY_READY_FORMATS",
            "Q8_0");
    String assay = Shell.checkout().resolve("assay").toString();
    var packed = new Shell(folder, building).run(List.of(assay, "bundle", "nowhere/assay.tar.gz"));
    assertEquals(2, packed.code(), packed.err());
    assertTrue(packed.err().contains("nowhere"), packed.err());
  }
}
