package assay.bench.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Map.of("PATH", "/usr/bin:/bin", "ASSAY_JAVA_HOME", System.getProperty("java.home"));
    String assay = Shell.checkout().resolve("assay").toString();
    var packed = new Shell(folder, building).run(List.of(assay, "bundle", file.toString()));
    assertEquals(0, packed.code(), packed.err());
    assertTrue(Files.size(file) <= LARGEST_BYTES, Files.size(file) + " bytes");

    Path target = Files.createDirectory(folder.resolve("another machine"));
    var unpacked = new Shell(target, building).run(List.of("tar", "-xzf", file.toString()));
    assertEquals(0, unpacked.code(), unpacked.err());
    var measured =
        new Shell(target, Map.of())
            .run(
                List.of(
                    "/bin/sh",
                    "assay/assay",
                    "run",
                    "--out",
                    "run",
                    "--no-ceilings",
                    "--forks",
                    "1",
                    "--threads",
                    "1",
                    "--cache",
                    "hot",
                    "--backend",
                    "vector",
                    "--spec",
                    "matmul:q8_0*f32:m64,n1,k256"));
    // A busy machine makes the times mistrusted, which is 3.
    assertTrue(Set.of(0, 3).contains(measured.code()), measured.out() + measured.err());
    RunRecord run = new RunStore().read(target.resolve("run"));
    assertNotNull(run.invocation().finishedAt());
    assertEquals(1, run.cases().size());
    State state = run.cases().getFirst().status().state();
    assertTrue(state == State.VALID || state == State.MISTRUSTED, run.cases().toString());
    assertTrue(Files.size(target.resolve("run/report.html")) > 10_000);
  }

  @Test
  void aFolderThatIsNotThereIsRefused() throws Exception {
    Map<String, String> building =
        Map.of("PATH", "/usr/bin:/bin", "ASSAY_JAVA_HOME", System.getProperty("java.home"));
    String assay = Shell.checkout().resolve("assay").toString();
    var packed = new Shell(folder, building).run(List.of(assay, "bundle", "nowhere/assay.tar.gz"));
    assertEquals(2, packed.code(), packed.err());
    assertTrue(packed.err().contains("nowhere"), packed.err());
  }
}
