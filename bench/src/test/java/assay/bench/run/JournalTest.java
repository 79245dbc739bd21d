package assay.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import assay.bench.plan.Plan;
import assay.reports.record.RunRecord;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  @TempDir private Path folder;

  static JournalLine.Begun begun(Plan plan) {
    return new JournalLine.Begun(
        JournalLine.SCHEMA,
        "b5d4",
        new RunRecord.Tool("assay", "0", "unknown"),
        new RunRecord.Invocation(
            "id", "2026-01-01T00:00:00Z", null, "tiny", 1, 4, List.of(), Map.of()),
        new RunRecord.Jvm("v", "25", "vm", List.of()),
        Samples.machine(),
        List.of(),
        plan,
        new JournalLine.Wish(false, true));
  }

  private Path write(int forks) throws IOException {
    Plan plan = Samples.plan(2, 1);
    try (Journal journal = Journal.create(folder)) {
      journal.append(begun(plan));
      for (int i = 0; i < forks; i++) {
        Plan.Fork fork = plan.forks().get(i);
        journal.append(
            new JournalLine.Forked(Samples.valid(fork.planned().id(), fork.round(), 5, 6)));
      }
    }
    return folder.resolve(Journal.FILE);
  }

  @Test
  void readsBackWhatWasWritten() throws IOException {
    write(2);
    List<JournalLine> lines = Journal.read(folder);
    assertEquals(3, lines.size());
    assertEquals(Samples.plan(2, 1), ((JournalLine.Begun) lines.getFirst()).plan());
    assertEquals(begun(Samples.plan(2, 1)), lines.getFirst());
  }

  @Test
  void aTornLastLineIsIgnoredAndCutOffByTheNextWriter() throws IOException {
    Path file = write(2);
    byte[] whole = Files.readAllBytes(file);
    for (int torn : new int[] {1, 2, 40, 200}) {
      Files.write(file, java.util.Arrays.copyOf(whole, whole.length - torn));
      assertEquals(2, Journal.read(folder).size());
    }
    Plan.Fork fork = Samples.plan(2, 1).forks().get(1);
    try (Journal journal = Journal.resume(folder)) {
      assertEquals(2, journal.lines().size());
      journal.append(
          new JournalLine.Forked(Samples.valid(fork.planned().id(), fork.round(), 5, 6)));
    }
    assertEquals(3, Journal.read(folder).size());
    assertEquals(new String(whole), Files.readString(file));
  }

  @Test
  void damageInTheMiddleIsToldByLine() throws IOException {
    Path file = write(2);
    List<String> lines = Files.readAllLines(file);
    lines.set(1, lines.get(1).substring(0, 30));
    Files.write(file, lines);
    assertTrue(refusal().contains("line 2"), refusal());
  }

  @Test
  void anotherSchemaIsNamed() throws IOException {
    Path file = write(0);
    Files.writeString(file, Files.readString(file).replace("assay-journal/2", "assay-journal/9"));
    assertTrue(refusal().contains("assay-journal/9"), refusal());
    assertTrue(refusal().contains("assay-journal/2"), refusal());
  }

  @Test
  void aFolderWithoutJournalIsNoRun() {
    assertTrue(refusal().contains("not a run folder"), refusal());
  }

  @Test
  void anEmptyJournalIsNoRun() throws IOException {
    Files.createFile(folder.resolve(Journal.FILE));
    assertTrue(refusal().contains("start the run anew"), refusal());
  }

  private String refusal() {
    return assertThrows(RunFolderException.class, () -> Journal.read(folder)).getMessage();
  }

  @Test
  void twoWritersCannotShareOneJournal() throws IOException {
    write(1);
    try (Journal first = Journal.resume(folder)) {
      String message =
          assertThrows(RunFolderException.class, () -> Journal.resume(folder)).getMessage();
      assertTrue(message.contains("another Assay"), message);
      assertEquals(2, first.lines().size());
    }
  }

  @Test
  void aFullDiskIsToldAndLosesTheTornLineOnly() throws IOException {
    Path file = write(1);
    long whole = Files.size(file);
    Plan.Fork fork = Samples.plan(2, 1).forks().get(1);
    var line = new JournalLine.Forked(Samples.valid(fork.planned().id(), fork.round(), 5, 6));
    FileChannel disk =
        new FullDiskChannel(FileChannel.open(file, StandardOpenOption.WRITE), whole + 100);
    disk.position(whole);
    try (Journal journal = new Journal(file, disk, Journal.read(folder))) {
      String message = assertThrows(IOException.class, () -> journal.append(line)).getMessage();
      assertEquals("cannot write " + file + ": No space left on device", message);
      assertEquals(2, journal.lines().size(), "a line counts when it is on the disk");
    }
    assertEquals(whole + 100, Files.size(file));
    try (Journal journal = Journal.resume(folder)) {
      journal.append(line);
    }
    assertEquals(line, Journal.read(folder).getLast());
    assertEquals(3, Journal.read(folder).size());
  }

  @Test
  void aNewRunDoesNotOverwriteAnOldOne() throws IOException {
    Path file = write(1);
    byte[] before = Files.readAllBytes(file);
    assertThrows(IOException.class, () -> Journal.create(folder));
    assertThrows(RunFolderException.class, () -> RunFolder.create(folder));
    Files.write(file, new byte[0], StandardOpenOption.APPEND);
    assertEquals(before.length, Files.size(file));
  }
}
