package assay.reports.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.RunRecord;
import assay.reports.record.UnreadableRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a history takes no run from, and what it takes with a remark. */
class RefusedRunTest extends InFolder {

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
  void aFileThatIsNoRecordIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("words.json"), "once upon a time");
    try (History history = toWrite()) {
      assertThrows(UnreadableRecordException.class, () -> history.add(file, Optional.empty()));
      assertEquals(0, history.size());
    }
  }
}
