package assay.reports.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.Packed;
import assay.reports.record.RunRecord;
import assay.reports.record.UnreadableRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A history in a folder: what goes in, what comes out, what damage does. */
class FolderHistoryTest {

  private static final String FIRST = "2026-03-04T10:00:00Z";
  private static final String SECOND = "2026-03-05T10:00:00Z";

  @TempDir private Path folder;

  private final List<String> notices = new ArrayList<>();

  private Path store() {
    return folder.resolve("history");
  }

  private StoreAddress address() {
    return new StoreAddress.Folder(store());
  }

  private History toWrite() {
    return History.toWrite(address(), notices::add);
  }

  private History toRead() {
    return History.toRead(address(), notices::add);
  }

  private Path written(RunRecord run) throws IOException {
    return HistoryRuns.write(run, folder.resolve("run-" + System.nanoTime()));
  }

  private History.Added add(RunRecord run) throws IOException {
    try (History history = toWrite()) {
      return history.add(written(run), Optional.empty());
    }
  }

  private String refusal(RunRecord run) throws IOException {
    Path path = written(run);
    try (History history = toWrite()) {
      return assertThrows(UnusableHistoryException.class, () -> history.add(path, Optional.empty()))
          .getMessage();
    }
  }

  private List<Series> series() {
    List<Series> all = new ArrayList<>();
    try (History history = toRead()) {
      history.series(key -> true, all::add);
    }
    return all;
  }

  private Series times() {
    return series().stream()
        .filter(each -> each.key().metric().equals(Metric.TIME))
        .filter(each -> each.key().operation().equals("matmul"))
        .findFirst()
        .orElseThrow();
  }

  /** All that reads from the folder, as text. */
  private String state() {
    try (History history = toRead()) {
      return history.runs() + "\n" + history.cases() + "\n" + history.faults();
    }
  }

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

  @Test
  void anUnfinishedRunIsRefused() throws IOException {
    RunRecord run = HistoryRuns.renamed(HistoryRuns.run("a", FIRST, 1), "a", FIRST, null);
    String refusal = refusal(run);
    assertTrue(refusal.contains("unfinished") && refusal.contains("--resume"), refusal);
    assertTrue(series().isEmpty());
  }

  @Test
  void aClockThatWasSetBackIsTold() throws IOException {
    RunRecord run = HistoryRuns.renamed(HistoryRuns.run("a", FIRST, 1e6), "a", SECOND, FIRST);
    assertTrue(add(run).remarks().toString().contains("clock was set back"));
    RunRecord future = HistoryRuns.run("z", "2999-01-01T00:00:00Z", 1e6);
    assertTrue(add(future).remarks().toString().contains("future"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "", "2026-03-04", "-999999999-01-01T00:00:00Z"})
  void aStartThatIsNoTimeIsRefused(String startedAt) throws IOException {
    String refusal =
        refusal(HistoryRuns.renamed(HistoryRuns.run("a", FIRST, 1), "a", startedAt, FIRST));
    assertTrue(refusal.contains("startedAt"), refusal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "/etc/passwd",
        "..",
        "a/b",
        "a\\b",
        "",
        " a",
        "a\u0000",
        "-x",
        "a."
      })
  void anIdThatIsNoFileNameIsRefused(String id) throws IOException {
    String refusal = refusal(HistoryRuns.run(id, FIRST, 1));
    assertTrue(refusal.contains("cannot name a file") && refusal.contains("--as"), refusal);
    try (Stream<Path> files = Files.walk(store())) {
      assertTrue(files.noneMatch(file -> file.toString().endsWith(".gz")));
    }
  }

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

  @Test
  void whatAWriterLeftIsPassedOverAndSweptByTheNext() throws IOException {
    add(HistoryRuns.run("a", FIRST, 1e6));
    Path left = Files.writeString(store().resolve("runs/.b.json.gz.123.tmp"), "half");
    Path foreign = Files.writeString(store().resolve("runs/notes.txt"), "mine");
    try (History history = toRead()) {
      assertEquals(List.of(), history.faults());
      assertEquals(2, history.oddities().size(), history.oddities().toString());
    }
    add(HistoryRuns.run("b", SECOND, 1e6));
    assertFalse(Files.exists(left));
    assertTrue(Files.exists(foreign));
  }

  /** The lock comes before the mark, and between them another process may look. */
  @Test
  void aFolderThatAnotherProcessIsAboutToBeginIsAHistory() throws IOException {
    Files.createDirectories(store());
    Files.createFile(store().resolve(StoreLock.FILE));
    add(HistoryRuns.run("a", SECOND, 1e6));
    try (History history = toRead()) {
      assertEquals(1, history.runs().size());
    }
  }

  @Test
  void aFolderOfSomethingElseIsLeftAlone() throws IOException {
    Files.createDirectories(store());
    Files.writeString(store().resolve("thesis.txt"), "years of work");
    var refused = assertThrows(UnusableHistoryException.class, this::toWrite);
    assertTrue(refused.getMessage().contains("no history"), refused.getMessage());
    assertThrows(UnusableHistoryException.class, this::toRead);
    try (Stream<Path> files = Files.list(store())) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void readingMakesNoHistory() {
    var refused = assertThrows(UnusableHistoryException.class, this::toRead);
    assertTrue(refused.getMessage().contains("history add"), refused.getMessage());
    assertFalse(Files.exists(store()));
  }

  @Test
  void aHistoryOfALaterAssayIsRefused() throws IOException {
    add(HistoryRuns.run("a", FIRST, 1e6));
    Files.writeString(store().resolve("assay-history.json"), "{\"schema\":\"assay-history/2\"}");
    assertThrows(UnusableHistoryException.class, this::toRead);
    assertThrows(UnusableHistoryException.class, this::toWrite);
  }

  @Test
  void aFileThatIsNoRecordIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("words.json"), "once upon a time");
    try (History history = toWrite()) {
      assertThrows(UnreadableRecordException.class, () -> history.add(file, Optional.empty()));
      assertEquals(0, history.size());
    }
  }

  @Test
  void aFolderThatDuckDbCannotTakeIsRefused() {
    StoreAddress odd = new StoreAddress.Folder(folder.resolve("a?b=c"));
    var refused =
        assertThrows(UnusableHistoryException.class, () -> History.toWrite(odd, notices::add));
    assertTrue(refused.getMessage().contains("question mark"), refused.getMessage());
    assertFalse(Files.exists(folder.resolve("a?b=c")));
  }

  /** Folders with names that mean something in SQL or in addresses. */
  @ParameterizedTest
  @ValueSource(strings = {"it's", "a;b", "a b%20c", "$(x)", "x' (READ_ONLY); --"})
  void aFolderMayHaveAnyName(String name) throws IOException {
    StoreAddress odd = new StoreAddress.Folder(folder.resolve(name));
    try (History history = History.toWrite(odd, notices::add)) {
      history.add(written(HistoryRuns.run("a", FIRST, 1e6)), Optional.empty());
    }
    try (History history = History.toRead(odd, notices::add)) {
      assertEquals(1, history.runs().size());
    }
    assertTrue(Files.exists(folder.resolve(name).resolve(FolderStore.INDEX)));
  }
}
