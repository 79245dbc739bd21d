package assay.reports.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A history in a folder: what goes in comes out. */
class FolderHistoryTest extends InFolder {

  @Test
  void seriesComeOutAsTheyWentIn() throws IOException {
    add(HistoryRuns.run("b", SECOND, 2e6));
    History.Added late = add(HistoryRuns.run("a", FIRST, 1e6));
    assertTrue(late.isNew());
    assertEquals(2, late.cases());
    assertEquals(8, late.points());
    assertTrue(late.remarks().getFirst().contains("a started before b"), "" + late.remarks());
    Series times = times();
    assertArrayEquals(new int[] {0, 1}, times.runs());
    assertTrue(times.startedAtMillis()[0] < times.startedAtMillis()[1]);
    assertEquals(1e6, times.values()[0], 2e4);
    assertEquals(2e6, times.values()[1], 4e4);
    var interval = times.interval(0).orElseThrow();
    assertTrue(interval.low() < times.values()[0] && times.values()[0] < interval.high());
    assertEquals(Better.LOWER, times.key().metric().better());
    try (History history = toRead()) {
      assertEquals(List.of("a", "b"), history.runs().stream().map(RunLine::id).toList());
      assertEquals(8, history.cases().size());
      assertEquals("bench-07", history.runs().getFirst().host());
    }
  }

  @Test
  void forksOfTheNewestPointsComeOutOldestFirst() throws IOException {
    add(HistoryRuns.run("c", "2026-03-06T10:00:00Z", 4e6));
    add(HistoryRuns.run("b", SECOND, 2e6));
    add(HistoryRuns.run("a", FIRST, 1e6));
    List<Forks> newest = new ArrayList<>();
    String series = times().key().key();
    try (History history = toRead()) {
      assertEquals(List.of("a", "b", "c"), history.runs().stream().map(RunLine::id).toList());
      history.forks(2, newest::add);
    }
    newest.removeIf(each -> !each.series().equals(series));
    assertEquals(List.of(1, 2), newest.stream().map(Forks::run).toList());
    for (Forks each : newest) {
      assertTrue(each.values().length > 1);
      for (double value : each.values()) {
        assertEquals(each.run() == 1 ? 2e6 : 4e6, value, 4e5);
      }
    }
  }

  @Test
  void runsOfOneMomentAreOrderedById() throws IOException {
    for (String id : List.of("c", "a", "b")) {
      add(HistoryRuns.run(id, FIRST, 1e6));
    }
    try (History history = toRead()) {
      assertEquals(List.of("a", "b", "c"), history.runs().stream().map(RunLine::id).toList());
    }
  }

  @Test
  void addingTheSameRunAgainChangesNothing() throws IOException {
    Path run = written(HistoryRuns.run("a", FIRST, 1e6));
    try (History history = toWrite()) {
      assertTrue(history.add(run, Optional.empty()).isNew());
      assertFalse(history.add(run, Optional.empty()).isNew());
    }
    String before = state();
    try (History history = toWrite()) {
      assertFalse(history.add(run, Optional.empty()).isNew());
      History.Added elsewhere = history.add(run, Optional.of("other-name"));
      assertFalse(elsewhere.isNew());
      assertEquals("a", elsewhere.id());
    }
    assertEquals(before, state());
  }

  @Test
  void anotherRunOfTheSameIdIsRefusedAndChangesNothing() throws IOException {
    add(HistoryRuns.run("a", FIRST, 1e6));
    String before = state();
    byte[] file = Files.readAllBytes(store().resolve("runs/a.json.gz"));
    RunRecord other = HistoryRuns.run("a", SECOND, 9e6);
    String refusal = refusal(other);
    assertTrue(refusal.contains("another run of the id a"), refusal);
    assertTrue(refusal.contains("--as"), refusal);
    assertEquals(before, state());
    assertArrayEquals(file, Files.readAllBytes(store().resolve("runs/a.json.gz")));
    try (History history = toWrite()) {
      assertTrue(history.add(written(other), Optional.of("a-2")).isNew());
      assertEquals(2, history.runs().size());
    }
  }

  /**
   * What is appended belongs to the transaction, so that a writer that dies leaves nothing half.
   */
  @Test
  void appendedRowsAreGoneAfterARollback() throws Exception {
    try (DuckDb database = DuckDb.open(folder.resolve("x.duckdb"), false)) {
      for (String table : HistorySchema.TABLES) {
        Tables.execute(database.connection(), table);
      }
      Tables.execute(database.connection(), "BEGIN TRANSACTION");
      database.append("fingerprint", List.<Object[]>of(new Object[] {"a", "b", "c"}));
      assertEquals(1, Tables.fingerprints(database.connection()).size());
      Tables.execute(database.connection(), "ROLLBACK");
      assertEquals(0, Tables.fingerprints(database.connection()).size());
    }
  }
}
