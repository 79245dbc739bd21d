package assay.reports.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.sample.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {

  private final RunStore store = new RunStore();

  @Test
  void writesReadsAndReplaces(@TempDir Path root) throws IOException {
    Path folder = root.resolve("a/b");
    store.write(SampleRun.large(10), folder);
    store.write(SampleRun.standard(), folder);
    assertEquals(SampleRun.standard(), store.read(folder));
    assertEquals(SampleRun.standard(), store.read(folder.resolve("run.json")));
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count(), "no temporary file stays");
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed(@TempDir Path root) throws IOException {
    Path file = Files.writeString(root.resolve("file"), "x");
    var refused = assertThrows(IOException.class, () -> store.write(SampleRun.large(1), file));
    assertTrue(refused.getMessage().contains(file.toString()), refused.getMessage());
    assertEquals("x", Files.readString(file));
  }

  @Test
  void aRecordThatIsNotThereIsNamed(@TempDir Path root) {
    var refused = assertThrows(UnreadableRecordException.class, () -> store.read(root));
    assertTrue(refused.getMessage().contains(root.resolve("run.json").toString()));
  }

  @Test
  void aFolderInPlaceOfTheRecordIsAnErrorToo(@TempDir Path root) throws IOException {
    Files.createDirectory(root.resolve("run.json"));
    assertThrows(UnreadableRecordException.class, () -> store.read(root));
  }

  @Test
  void aFileTooLargeForMemoryIsRefusedUnread(@TempDir Path root) throws IOException {
    Path file = root.resolve("run.json");
    try (var sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(4L << 30);
    }
    var refused = assertThrows(UnreadableRecordException.class, () -> store.read(root));
    assertTrue(refused.getMessage().contains("4294967296 bytes"), refused.getMessage());
  }
}
