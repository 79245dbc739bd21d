package assay.reports.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which folders a history lies in, and what else lies there. */
class HistoryFolderTest extends InFolder {

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
