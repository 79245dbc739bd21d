package assay.reports.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history in a real PostgreSQL server. */
class PostgresHistoryTest {

  private static final String FIRST = "2026-03-04T10:00:00Z";
  private static final String SECOND = "2026-03-05T10:00:00Z";

  private static PostgresServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void empty() throws SQLException {
    try (Connection connection = connect()) {
      Tables.execute(connection, "DROP SCHEMA IF EXISTS assay_history CASCADE");
    }
  }

  private static Connection connect() throws SQLException {
    PostgresAddress address = PostgresAddress.parse(server.url("postgres"), Map.of());
    return new org.postgresql.Driver().connect(address.driverAddress(), address.driverSettings());
  }

  private static StoreAddress database() {
    return StoreAddress.of(server.url("postgres"), Map.of());
  }

  private static History toWrite() {
    return History.toWrite(database(), text -> {});
  }

  private static History toRead() {
    return History.toRead(database(), text -> {});
  }

  private Path written(RunRecord run) throws IOException {
    return HistoryRuns.write(run, folder.resolve("run-" + System.nanoTime()));
  }

  private History.Added add(RunRecord run) throws IOException {
    try (History history = toWrite()) {
      return history.add(written(run), Optional.empty());
    }
  }

  private static String state(History history) {
    List<String> series = new ArrayList<>();
    history.series(
        key -> true,
        each ->
            series.add(
                each.key()
                    + java.util.Arrays.toString(each.values())
                    + java.util.Arrays.toString(each.lows())
                    + java.util.Arrays.toString(each.startedAtMillis())));
    series.sort(null);
    List<String> forks = new ArrayList<>();
    history.forks(
        2,
        each ->
            forks.add(each.series() + " " + each.run() + java.util.Arrays.toString(each.values())));
    return history.runs()
        + "\n"
        + history.cases()
        + "\n"
        + series
        + "\n"
        + forks
        + "\n"
        + history.notes()
        + "\n"
        + history.faults();
  }

  private static String state() {
    try (History history = toRead()) {
      return state(history);
    }
  }

  @Test
  void readingBeforeAnythingWasAddedSaysSo() {
    var refused = assertThrows(UnusableHistoryException.class, PostgresHistoryTest::toRead);
    assertTrue(refused.getMessage().contains("history add"), refused.getMessage());
  }

  @Test
  void isTheSameAsAFolderAndGoesThereAndBack() throws IOException {
    StoreAddress one = new StoreAddress.Folder(folder.resolve("one"));
    StoreAddress two = new StoreAddress.Folder(folder.resolve("two"));
    String before;
    try (History from = History.toWrite(one, text -> {});
        History to = toWrite()) {
      from.add(written(HistoryRuns.run("b", SECOND, 2e6)), Optional.empty());
      from.add(written(HistoryRuns.run("a", FIRST, 1e6)), Optional.empty());
      from.note("kernel", false, Instant.parse(SECOND), "", "", "Linux 6.12");
      assertEquals(3, from.copyTo(to));
      assertEquals(0, from.copyTo(to));
      before = state(from);
    }
    assertEquals(before, state());
    try (History from = toRead();
        History to = History.toWrite(two, text -> {})) {
      assertEquals(3, from.copyTo(to));
      assertEquals(before, state(to));
      from.exportCsv(folder.resolve("database.csv"));
      to.exportCsv(folder.resolve("folder.csv"));
      from.exportParquet(folder.resolve("database.parquet"));
    }
    String csv = Files.readString(folder.resolve("folder.csv"));
    assertEquals(17, csv.lines().count());
    assertTrue(csv.contains("value_in_unit") && csv.contains("time_per_op,ns,LOWER"), csv);
    assertTrue(Files.size(folder.resolve("database.parquet")) > 1000);
  }

  @Test
  void addingAgainChangesNothingAndAnotherRunOfTheIdIsRefused() throws IOException {
    RunRecord run = HistoryRuns.run("a", FIRST, 1e6);
    assertTrue(add(run).isNew());
    String before = state();
    assertFalse(add(run).isNew());
    var refused =
        assertThrows(UnusableHistoryException.class, () -> add(HistoryRuns.run("a", SECOND, 9e6)));
    assertTrue(refused.getMessage().contains("another run of the id a"), refused.getMessage());
    assertFalse(refused.getMessage().contains("s3cret"), refused.getMessage());
    assertEquals(before, state());
  }

  @Test
  void theTablesCanBeMadeAgain() throws IOException, SQLException {
    add(HistoryRuns.run("a", FIRST, 1e6));
    add(HistoryRuns.run("b", SECOND, 2e6));
    String before = state();
    try (Connection connection = connect()) {
      Tables.execute(connection, "UPDATE point SET value = 0");
    }
    try (History history = toWrite()) {
      history.rebuild();
    }
    assertEquals(before, state());
  }

  @Test
  void aDocumentThatIsGoneOrChangedIsFound() throws IOException, SQLException {
    add(HistoryRuns.run("a", FIRST, 1e6));
    add(HistoryRuns.run("b", SECOND, 2e6));
    try (Connection connection = connect()) {
      Tables.execute(connection, "UPDATE document SET packed = '\\x7b7d' WHERE id = 'a'");
    }
    try (History history = toRead()) {
      assertEquals(1, history.verify().size(), history.verify().toString());
    }
    try (Connection connection = connect()) {
      Tables.execute(connection, "DELETE FROM document WHERE id = 'a'");
    }
    try (History history = toRead()) {
      assertTrue(history.faults().getFirst().contains("runs/a"), history.faults().toString());
      assertEquals(2, history.runs().size());
    }
  }

  @Test
  void manyWritersAtOnceLoseNothing() throws Exception {
    int writers = 4;
    int runs = 5;
    List<Future<Void>> all = new ArrayList<>();
    try (var pool = Executors.newFixedThreadPool(writers)) {
      for (int writer = 0; writer < writers; writer++) {
        int own = writer;
        all.add(
            pool.submit(() -> {
              for (int run = 0; run < runs; run++) {
                add(HistoryRuns.run("w%d-%d".formatted(own, run), FIRST, 1e6));
                add(HistoryRuns.run("shared-" + run, SECOND, 2e6));
              }
              return null;
            }));
      }
    }
    for (Future<Void> each : all) {
      each.get();
    }
    try (History history = toRead()) {
      assertEquals(writers * runs + runs, history.runs().size());
      assertEquals(List.of(), history.verify());
      assertEquals(
          (writers * runs + runs) * 8, history.cases().stream().mapToInt(CaseLine::points).sum());
    }
  }

  /** The writer waits in the middle of its transaction when the server dies. */
  @Test
  void aServerThatGoesAwayInTheMiddleLeavesNothingHalf() throws Exception {
    add(HistoryRuns.run("a", FIRST, 1e6));
    String before = state();
    try (var pool = Executors.newSingleThreadExecutor();
        Connection blocker = connect()) {
      blocker.setAutoCommit(false);
      Tables.execute(blocker, "LOCK TABLE point IN SHARE MODE");
      Future<History.Added> adding = pool.submit(() -> add(HistoryRuns.run("b", SECOND, 2e6)));
      try (Connection watcher = connect()) {
        while (waiting(watcher) == 0) {
          Thread.sleep(20);
        }
      }
      server.crash();
      var failed = assertThrows(java.util.concurrent.ExecutionException.class, adding::get);
      String message = failed.getCause().getMessage();
      assertTrue(failed.getCause() instanceof UnusableHistoryException, "" + failed);
      assertTrue(message.contains("went away") && message.contains("try again"), message);
      assertFalse(message.contains("s3cret"), message);
    } finally {
      server.restart();
    }
    assertEquals(before, state());
    assertTrue(add(HistoryRuns.run("b", SECOND, 2e6)).isNew());
  }

  private static int waiting(Connection watcher) throws SQLException {
    try (var statement = watcher.createStatement();
        var answer = statement.executeQuery("SELECT COUNT(*) FROM pg_locks WHERE NOT granted")) {
      answer.next();
      return answer.getInt(1);
    }
  }

  /** Whenever it dies: what was said to be added is there, and all that is there is whole. */
  @Test
  void whateverWasAddedBeforeACrashIsThereAfterIt() throws Exception {
    Set<String> added = new ConcurrentSkipListSet<>();
    try (var pool = Executors.newSingleThreadExecutor()) {
      Future<Void> adding =
          pool.submit(() -> {
            for (int i = 0; i < 1000; i++) {
              added.add(add(HistoryRuns.run("run-" + i, FIRST, 1e6)).id());
            }
            return null;
          });
      while (added.size() < 3) {
        Thread.sleep(5);
      }
      server.crash();
      assertThrows(java.util.concurrent.ExecutionException.class, adding::get);
    } finally {
      server.restart();
    }
    try (History history = toRead()) {
      List<String> there = history.runs().stream().map(RunLine::id).toList();
      assertTrue(there.containsAll(added), added + " in " + there);
      assertTrue(there.size() <= added.size() + 1, added + " in " + there);
      assertEquals(List.of(), history.verify());
      assertEquals(there.size() * 8, history.cases().stream().mapToInt(CaseLine::points).sum());
    }
  }

  @Test
  void aWrongPasswordIsNotRepeated() {
    String url = server.url("postgres").replace("s3cret", "hidden-word");
    var refused =
        assertThrows(
            UnusableHistoryException.class,
            () -> History.toRead(StoreAddress.of(url, Map.of()), text -> {}));
    assertFalse(refused.getMessage().contains("hidden"), refused.getMessage());
    assertTrue(refused.getMessage().contains("postgresql://assay@127.0.0.1"), refused.getMessage());
  }

  @Test
  void thePasswordMayComeFromTheEnvironment() throws IOException {
    add(HistoryRuns.run("a", FIRST, 1e6));
    StoreAddress address =
        StoreAddress.of(
            server.urlWithoutPassword("postgres"), Map.of("PGPASSWORD", PostgresServer.PASSWORD));
    try (History history = History.toRead(address, text -> {})) {
      assertEquals(1, history.runs().size());
    }
  }

  @Test
  void nobodyAtTheAddressIsOneSentence() {
    var refused =
        assertThrows(
            UnusableHistoryException.class,
            () ->
                History.toRead(
                    StoreAddress.of("postgresql://u:hidden@127.0.0.1:1/x", Map.of()), text -> {}));
    assertFalse(refused.getMessage().contains("hidden"), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }
}
