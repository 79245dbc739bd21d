package assay.bench.sustain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a slice file from where it last ended, in bounded memory whatever the file holds. */
public final class SliceTail {

  /** A slice of a hundred channels has 10 kB. */
  private static final int MOST_LINE = 1 << 20;

  private final Path file;
  private final Course course;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long position;
  private boolean tooLong;

  /**
   * @param course is told every line that has an end
   */
  public SliceTail(Path file, Course course) {
    this.file = file;
    this.course = course;
  }

  /** All that a file holds, which may not be there yet. */
  public static Course read(Path file, String caseId) throws IOException {
    Course course = new Course(file, caseId);
    new SliceTail(file, course).poll();
    return course;
  }

  /**
   * Takes what has been appended since the last call.
   *
   * @return whether there was a whole line
   */
  public boolean poll() throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    boolean any = false;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int read = read(channel); read > 0; read = read(channel)) {
        position += read;
        buffer.flip();
        while (buffer.hasRemaining()) {
          any |= take(buffer.get());
        }
      }
    }
    return any;
  }

  private int read(FileChannel channel) throws IOException {
    return channel.read(buffer.clear(), position);
  }

  private boolean take(byte next) {
    if (next != '\n') {
      tooLong |= line.size() >= MOST_LINE;
      if (!tooLong) {
        line.write(next);
      }
      return false;
    }
    if (tooLong) {
      course.skip("longer than %d bytes".formatted(MOST_LINE));
    } else {
      course.accept(line.toString(StandardCharsets.UTF_8));
    }
    line.reset();
    tooLong = false;
    return true;
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
