package assay.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import assay.bench.SmallDisk;
import assay.bench.plan.Plan;
import assay.reports.Report;
import assay.reports.record.CaseRecord;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import assay.reports.record.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays of a run's files when the disk is full. */
class FullDiskTest {

  private static final Set<Report.Kind> HTML = EnumSet.of(Report.Kind.HTML);

  @TempDir private Path folder;

  private static RunRecord record(int cases) {
    return RunAssembler.assemble(List.of(JournalTest.begun(Samples.plan(cases, 1))));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aJournalKeepsEveryLineThatWasWhole() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 512)) {
      Path run = Files.createDirectories(disk.root().resolve("run"));
      Plan plan = Samples.plan(200, 1);
      List<JournalLine> written = new ArrayList<>();
      try (Journal journal = Journal.create(run)) {
        written.add(JournalTest.begun(plan));
        journal.append(written.getFirst());
        disk.fillBut(1);
        IOException full = assertThrows(IOException.class, () -> appendAll(journal, plan, written));
        assertTrue(full.getMessage().contains("No space left on device"), full.getMessage());
        assertTrue(full.getMessage().contains("journal.jsonl"), full.getMessage());
        assertEquals(written, journal.lines());
      }
      assertTrue(written.size() > 1 && written.size() <= plan.forkCount(), "" + written.size());
      assertEquals(written, Journal.read(run));
      disk.free();
      try (Journal journal = Journal.resume(run)) {
        journal.append(new JournalLine.Finished("then"));
      }
      written.add(new JournalLine.Finished("then"));
      assertEquals(written, Journal.read(run));
    }
  }

  private static void appendAll(Journal journal, Plan plan, List<JournalLine> written)
      throws IOException {
    for (Plan.Fork fork : plan.forks()) {
      var line = new JournalLine.Forked(Samples.valid(fork.planned().id(), fork.round(), 5, 6));
      journal.append(line);
      written.add(line);
    }
  }

  @Test
  void theOldRecordStaysWhenTheNewOneDoesNotFit() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 512)) {
      Path run = Files.createDirectories(disk.root().resolve("run"));
      new RunStore().write(record(2), run);
      disk.fillBut(1);
      IOException full =
          assertThrows(IOException.class, () -> new RunStore().write(record(200), run));
      assertTrue(full.getMessage().contains("run.json"), full.getMessage());
      assertEquals(record(2), new RunStore().read(run));
      assertEquals(List.of("run.json"), names(run));
    }
  }

  @Test
  void theOldReportStaysWhenTheNewOneDoesNotFit() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 512)) {
      Path run = Files.createDirectories(disk.root().resolve("run"));
      Path report = Files.writeString(run.resolve("report.html"), "old");
      disk.fillBut(1);
      IOException full =
          assertThrows(IOException.class, () -> Report.write(record(200), run, HTML));
      assertTrue(full.getMessage().contains("report.html"), full.getMessage());
      assertEquals("old", Files.readString(report));
      assertEquals(List.of("report.html"), names(run));
    }
  }

  /** Without being root: a record whose writing breaks off in the middle. */
  @Test
  void theOldRecordStaysWhenWritingBreaksOff() throws IOException {
    new RunStore().write(record(2), folder);
    RunRecord large = record(50);
    RunRecord broken =
        new RunRecord(
            large.schema(),
            large.tool(),
            large.invocation(),
            large.jvm(),
            large.machine(),
            large.ceilings(),
            large.backends(),
            new BreaksOff(large.cases(), 40));
    IOException told = assertThrows(IOException.class, () -> new RunStore().write(broken, folder));
    assertTrue(told.getMessage().contains("run.json"), told.getMessage());
    assertEquals(record(2), new RunStore().read(folder));
    assertEquals(List.of("run.json"), names(folder));
  }

  private static final class BreaksOff extends AbstractList<CaseRecord> {
    private final List<CaseRecord> all;
    private final int end;

    BreaksOff(List<CaseRecord> all, int end) {
      this.all = all;
      this.end = end;
    }

    @Override
    public CaseRecord get(int index) {
      if (index >= end) {
        throw new IllegalStateException("No space left on device");
      }
      return all.get(index);
    }

    @Override
    public int size() {
      return all.size();
    }
  }

  /** Every kind of report is written through this; without being root the fault is made. */
  @Test
  void theOldReportStaysWhenTheDiskIsFull() throws IOException {
    Path report = Files.writeString(folder.resolve("report.html"), "old");
    IOException told =
        assertThrows(
            IOException.class,
            () ->
                WholeFile.write(
                    report,
                    out -> {
                      out.write(new byte[1 << 17]);
                      throw new IOException("No space left on device");
                    }));
    assertTrue(told.getMessage().contains("No space left on device"), told.getMessage());
    assertTrue(told.getMessage().contains("report.html"), told.getMessage());
    assertEquals("old", Files.readString(report));
    assertEquals(List.of("report.html"), names(folder));
  }
}
