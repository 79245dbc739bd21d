package assay.bench.sustain;

import assay.bench.subject.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import tools.jackson.databind.json.JsonMapper;

/**
 * Appends to a slice file. A line is on the disk when appending returns, so that kill -9 and power
 * loss cost what came after it and no more.
 */
public final class SliceWriter implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path file;
  private final FileChannel channel;

  private SliceWriter(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** A new file or one to go on with, from which a line without an end is cut off. */
  public static SliceWriter open(Path file) throws Exchange.UnwritableException {
    try {
      Files.createDirectories(file.getParent());
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      channel.truncate(wholeLines(channel));
      channel.position(channel.size());
      return new SliceWriter(file, channel);
    } catch (IOException e) {
      throw new Exchange.UnwritableException(file, e);
    }
  }

  private static long wholeLines(FileChannel channel) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    long end = channel.size();
    while (end > 0 && channel.read(one.clear(), end - 1) == 1 && one.get(0) != '\n') {
      end--;
    }
    return end;
  }

  public void append(SliceLine line) throws Exchange.UnwritableException {
    byte[] json = JSON.writeValueAsBytes(line);
    ByteBuffer bytes = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException e) {
      throw new Exchange.UnwritableException(file, e);
    }
  }

  @Override
  public void close() throws Exchange.UnwritableException {
    try {
      channel.close();
    } catch (IOException e) {
      throw new Exchange.UnwritableException(file, e);
    }
  }
}
