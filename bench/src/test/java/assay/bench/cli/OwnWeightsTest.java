package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.datasets.gguf.GgufWriter;
import assay.kernels.Format;
import assay.reports.record.CaseRecord;
import assay.reports.record.RunStore;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on the user's own file, forks and all. */
class OwnWeightsTest {

  @TempDir private Path folder;

  @Test
  void measuresOnRowsOfTheFileAndNamesIt() throws Exception {
    float[] numbers = new float[4 * 64];
    // Q8_0 holds these exactly under a scale of 1; no other rows would come out without an error.
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i % 32 == 0 ? 127 : i % 100;
    }
    new GgufWriter()
        .add("w", Format.F32, List.of(4L, 64L), MemorySegment.ofArray(numbers))
        .write(folder.resolve("own.gguf"));
    AssayProcess assay =
        AssayProcess.start(
            folder,
            "run",
            "--weights",
            "own.gguf",
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
            "matmul:q8_0*f32:m16,n2,k64");
    int code = assay.await();
    // A busy machine makes the times mistrusted, which is 3.
    assertTrue(Set.of(ExitCode.OK, ExitCode.INCONCLUSIVE).contains(code), assay.output());
    CaseRecord measured = new RunStore().read(folder.resolve("run")).cases().getFirst();
    assertEquals("real:own.gguf", measured.key().fill());
    assertTrue(
        Set.of(CaseRecord.State.VALID, CaseRecord.State.MISTRUSTED)
            .contains(measured.status().state()),
        measured.toString());
    assertEquals(0, measured.accuracy().weightNmse());
  }
}
