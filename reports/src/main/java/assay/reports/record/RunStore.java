package assay.reports.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The record of one run folder: {@code <folder>/run.json}. */
public final class RunStore {

  public static final String FILE = "run.json";

  /**
   * Records of thousands of cases stay below a tenth of this; the parsed tree must fit the heap.
   */
  private static final long MAX_BYTES = Packed.MOST_BYTES;

  private final RecordJson json = new RecordJson();

  /**
   * Replaces the folder's record in one step.
   *
   * @throws UnwritableFileException naming the file
   */
  public void write(RunRecord run, Path folder) throws IOException {
    WholeFile.write(folder.resolve(FILE), out -> json.write(run, out));
  }

  /**
   * @param runOrFile a run folder or a record file, which may be packed as in a history
   * @throws UnreadableRecordException naming the file, the place and the cause
   */
  public RunRecord read(Path runOrFile) {
    return json.read(bytes(runOrFile), file(runOrFile).toString());
  }

  /**
   * The record as it lies on the disk, unpacked, not looked at.
   *
   * @throws UnreadableRecordException as {@link #read}
   */
  public byte[] bytes(Path runOrFile) {
    Path file = file(runOrFile);
    try {
      long bytes = Files.size(file);
      if (bytes > MAX_BYTES) {
        throw new UnreadableRecordException(
            "%s has %d bytes; a run record has at most %d".formatted(file, bytes, MAX_BYTES));
      }
      return Packed.unpack(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new UnreadableRecordException(
          "there is no run record %s; give the folder that a run wrote, or its %s"
              .formatted(file, FILE),
          e);
    } catch (IOException e) {
      throw new UnreadableRecordException("cannot read %s: %s".formatted(file, e), e);
    }
  }

  private static Path file(Path runOrFile) {
    return Files.isDirectory(runOrFile) ? runOrFile.resolve(FILE) : runOrFile;
  }
}
