package assay.bench.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * An append-only file of JSON lines that survives whatever ends the run.
 *
 * <p>A line counts when its newline is there. What follows the last newline is a line that was
 * being written when the process died; readers ignore it, the next writer cuts it off.
 */
public final class Journal implements AutoCloseable {

  public static final String FILE = "journal.jsonl";

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path file;
  private final FileChannel channel;
  private final List<JournalLine> lines;

  /**
   * @param channel stands where the next line belongs
   */
  Journal(Path file, FileChannel channel, List<JournalLine> lines) {
    this.file = file;
    this.channel = channel;
    this.lines = new ArrayList<>(lines);
  }

  /** A new journal; the folder must not have one. */
  public static Journal create(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    lock(file, channel);
    return new Journal(file, channel, List.of());
  }

  /**
   * Goes on with the journal of an earlier run.
   *
   * @throws RunFolderException when it cannot be read or another process is writing it
   */
  public static Journal resume(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      throw notARun(folder);
    }
    try {
      // Before reading: another process may be writing the last forks of this very run. And read
      // by this channel: POSIX drops the lock when any other of the same file is closed.
      lock(file, channel);
      byte[] bytes = Channels.newInputStream(channel).readAllBytes();
      List<JournalLine> lines = parse(file, bytes);
      channel.truncate(wholeLines(bytes));
      channel.position(channel.size());
      return new Journal(file, channel, lines);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static RunFolderException notARun(Path folder) {
    return new RunFolderException(folder + " has no " + FILE + ", so it is not a run folder");
  }

  /**
   * The lines of a journal that nobody need be writing.
   *
   * @throws RunFolderException when it is missing, of another schema or damaged in the middle
   */
  public static List<JournalLine> read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw notARun(folder);
    }
    return parse(file, bytes);
  }

  private static List<JournalLine> parse(Path file, byte[] bytes) {
    String whole = new String(bytes, 0, wholeLines(bytes), StandardCharsets.UTF_8);
    List<JournalLine> lines = new ArrayList<>();
    for (String line : whole.lines().toList()) {
      lines.add(parse(file, lines.size() + 1, line));
    }
    if (lines.isEmpty() || !(lines.getFirst() instanceof JournalLine.Begun)) {
      throw new RunFolderException(
          file + " does not begin with the plan of a run; start the run anew");
    }
    return lines;
  }

  private static JournalLine parse(Path file, int number, String line) {
    try {
      if (number == 1) {
        requireSchema(file, JSON.readTree(line).path("schema").asString(""));
      }
      return JSON.readValue(line, JournalLine.class);
    } catch (JacksonException e) {
      throw new RunFolderException(
          "%s line %d cannot be read: %s".formatted(file, number, e.getOriginalMessage()));
    }
  }

  private static void requireSchema(Path file, String schema) {
    if (!schema.equals(JournalLine.SCHEMA)) {
      throw new RunFolderException(
          "%s is of schema \"%s\", but this Assay reads %s"
              .formatted(file, schema, JournalLine.SCHEMA));
    }
  }

  private static int wholeLines(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static void lock(Path file, FileChannel channel) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new RunFolderException(file + " is being written by another Assay");
    }
  }

  public synchronized List<JournalLine> lines() {
    return List.copyOf(lines);
  }

  /** Adds a line and waits until it is on the disk. */
  public synchronized void append(JournalLine line) throws IOException {
    byte[] json = JSON.writeValueAsBytes(line);
    ByteBuffer bytes = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException e) {
      throw new IOException("cannot write %s: %s".formatted(file, e.getMessage()), e);
    }
    lines.add(line);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
