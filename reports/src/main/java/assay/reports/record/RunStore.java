package assay.reports.record;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The record of one run folder: {@code <folder>/run.json}. */
public final class RunStore {

  public static final String FILE = "run.json";

  /**
   * Records of thousands of cases stay below a tenth of this; the parsed tree must fit the heap.
   */
  private static final long MAX_BYTES = 256L << 20;

  private final RecordJson json = new RecordJson();

  /**
   * Replaces the folder's record in one step: readers see the old file or the new one, also after a
   * crash or with a full disk.
   *
   * @throws IOException naming the file
   */
  public void write(RunRecord run, Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    Path temporary = null;
    try {
      Files.createDirectories(folder);
      temporary = Files.createTempFile(folder, FILE, ".tmp");
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        var out = new java.io.BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        json.write(run, out);
        out.flush();
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder(folder);
    } catch (IOException | RuntimeException e) {
      if (temporary != null) {
        Files.deleteIfExists(temporary);
      }
      throw new IOException("cannot write %s: %s".formatted(file, e), e);
    }
  }

  /**
   * @param runOrFile a run folder or a record file
   * @throws UnreadableRecordException naming the file, the place and the cause
   */
  public RunRecord read(Path runOrFile) {
    Path file = Files.isDirectory(runOrFile) ? runOrFile.resolve(FILE) : runOrFile;
    try {
      long bytes = Files.size(file);
      if (bytes > MAX_BYTES) {
        throw new UnreadableRecordException(
            "%s has %d bytes; a run record has at most %d".formatted(file, bytes, MAX_BYTES));
      }
      return json.read(Files.readAllBytes(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new UnreadableRecordException(
          "there is no run record %s; give the folder that a run wrote, or its %s"
              .formatted(file, FILE),
          e);
    } catch (IOException e) {
      throw new UnreadableRecordException("cannot read %s: %s".formatted(file, e), e);
    }
  }

  /** The rename itself must reach the disk; some file systems do not let folders be opened. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The file's content is on disk already; only the moment of the rename is less certain.
    }
  }
}
