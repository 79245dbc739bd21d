package assay.reports.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.Packed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What damage to the index or to a record does to a history. */
class DamagedHistoryTest extends InFolder {

  @Test
  void theIndexIsMadeAgainWhenItIsGoneDamagedOrOfAnotherVersion() throws Exception {
    add(HistoryRuns.run("a", FIRST, 1e6));
    add(HistoryRuns.run("b", SECOND, 2e6));
    String before = state();
    Path index = store().resolve(FolderStore.INDEX);
    Files.delete(index);
    assertEquals(before, state());
    Files.writeString(index, "this is no database");
    assertEquals(before, state());
    assertTrue(notices.toString().contains("made anew"), notices.toString());
    byte[] whole = Files.readAllBytes(index);
    Files.write(index, Arrays.copyOf(whole, whole.length / 2));
    assertEquals(before, state());
    try (DuckDb database = DuckDb.open(index, false)) {
      Tables.execute(database.connection(), "UPDATE schema_version SET version = 999");
    }
    assertEquals(before, state());
    try (History history = toWrite()) {
      history.rebuild();
    }
    assertEquals(before, state());
  }

  /** DuckDB notices a damaged block when it reads it, which may be after it was opened. */
  @Test
  void anIndexWithDamageInsideIsNeverReadAsIfItWereWhole() throws Exception {
    add(HistoryRuns.run("a", FIRST, 1e6));
    add(HistoryRuns.run("b", SECOND, 2e6));
    String before = state();
    Path index = store().resolve(FolderStore.INDEX);
    byte[] whole = Files.readAllBytes(index);
    for (int at = 0; at + 4096 <= whole.length; at += 64 << 10) {
      byte[] damaged = whole.clone();
      Arrays.fill(damaged, at, at + 4096, (byte) 0x55);
      Files.write(index, damaged);
      try {
        assertEquals(before, state(), "damaged at " + at);
      } catch (UnusableHistoryException e) {
        assertTrue(e.getMessage().contains("history rebuild"), at + ": " + e.getMessage());
        try (History history = toWrite()) {
          history.rebuild();
        }
        assertEquals(before, state(), "rebuilt after damage at " + at);
      }
    }
  }

  @Test
  void anIndexOlderThanTheRecordsCatchesUp() throws IOException {
    add(HistoryRuns.run("a", FIRST, 1e6));
    byte[] old = Files.readAllBytes(store().resolve(FolderStore.INDEX));
    add(HistoryRuns.run("b", SECOND, 2e6));
    String before = state();
    Files.write(store().resolve(FolderStore.INDEX), old);
    assertEquals(before, state());
  }

  @Test
  void aMissingRecordIsToldAndTheRestIsRead() throws IOException {
    add(HistoryRuns.run("a", FIRST, 1e6));
    add(HistoryRuns.run("b", SECOND, 2e6));
    Files.delete(store().resolve("runs/a.json.gz"));
    try (History history = toRead()) {
      assertEquals(1, history.faults().size(), history.faults().toString());
      assertTrue(history.faults().getFirst().contains("a.json.gz is missing"));
      assertEquals(2, history.runs().size());
    }
    try (History history = toWrite()) {
      history.rebuild();
      assertEquals(List.of(), history.faults());
      assertEquals(List.of("b"), history.runs().stream().map(RunLine::id).toList());
    }
  }

  @Test
  void aTruncatedRecordIsToldAndTheRestIsRead() throws IOException {
    add(HistoryRuns.run("a", FIRST, 1e6));
    add(HistoryRuns.run("b", SECOND, 2e6));
    Path file = store().resolve("runs/b.json.gz");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    try (History history = toRead()) {
      assertTrue(history.faults().getFirst().contains("b.json.gz"), "" + history.faults());
      assertEquals(2, history.runs().size());
    }
    Files.delete(store().resolve(FolderStore.INDEX));
    try (History history = toRead()) {
      assertTrue(history.faults().getFirst().contains("damaged"), "" + history.faults());
      assertEquals(List.of("a"), history.runs().stream().map(RunLine::id).toList());
    }
    Path run = written(HistoryRuns.run("b", SECOND, 2e6));
    try (History history = toWrite()) {
      String refusal =
          assertThrows(UnusableHistoryException.class, () -> history.add(run, Optional.empty()))
              .getMessage();
      assertTrue(refusal.contains("damaged"), refusal);
    }
    Files.write(file, whole);
    assertEquals(2, times().size());
  }

  @Test
  void aRecordThatWasChangedIsFoundByVerifying() throws IOException {
    add(HistoryRuns.run("a", FIRST, 1e6));
    Path file = store().resolve("runs/a.json.gz");
    byte[] json = Packed.unpack(Files.readAllBytes(file));
    byte[] changed =
        new String(json, java.nio.charset.StandardCharsets.UTF_8)
            .replace("q4_K", "q5_K")
            .getBytes();
    try (History history = toRead()) {
      assertEquals(List.of(), history.verify());
    }
    Files.write(file, Packed.pack(changed));
    try (History history = toRead()) {
      assertEquals(1, history.verify().size());
    }
  }

  @Test
  void tablesThatLackPointsAreFoundByVerifying() throws Exception {
    add(HistoryRuns.run("a", FIRST, 1e6));
    try (DuckDb database = DuckDb.open(store().resolve(FolderStore.INDEX), false)) {
      Tables.execute(database.connection(), "DELETE FROM point WHERE series_id = 1");
    }
    try (History history = toRead()) {
      assertTrue(history.verify().getFirst().contains("has 8 points"), "" + history.verify());
    }
  }
}
