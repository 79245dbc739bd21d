package assay.probe.instrument;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where lines of a {@link TextMeter} come from. */
final class Streams {

  private Streams() {}

  static TextMeter.Lines ofFile(Path file, boolean fromItsEnd) {
    return Files.isRegularFile(file) ? new OfFile(file, fromItsEnd) : new OfDevice(file);
  }

  /** A program's output; closing it ends the program, which is never started again. */
  static final class OfProgram implements TextMeter.Lines {

    private final Process process;

    OfProgram(Path program, List<String> arguments) throws IOException {
      process = Programs.start(program, arguments);
    }

    @Override
    public Stream open() {
      return new Stream(process.getInputStream(), false);
    }

    @Override
    public After after() {
      return After.THE_END;
    }

    @Override
    public String ended() {
      // Its output ends a moment before the program does.
      try {
        return process.waitFor(1, TimeUnit.SECONDS)
            ? "the program ended with exit code " + process.exitValue()
            : "the program closed its output";
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "interrupted";
      }
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  /** A serial line or a pipe, which may be pulled out and put in again. */
  record OfDevice(Path device) implements TextMeter.Lines {

    /** A line that was under way when we came says "1.5" where it meant "41.5". */
    @Override
    public Stream open() throws IOException {
      return new Stream(Files.newInputStream(device), true);
    }

    @Override
    public After after() {
      return After.OPEN_AGAIN;
    }

    @Override
    public String ended() {
      return "it was closed";
    }
  }

  /** A log that another program writes. */
  record OfFile(Path file, boolean fromItsEnd) implements TextMeter.Lines {

    @Override
    public Stream open() throws IOException {
      FileChannel channel = FileChannel.open(file);
      try {
        long end = channel.size();
        channel.position(fromItsEnd && end > 0 ? end - 1 : 0);
        return new Stream(Channels.newInputStream(channel), fromItsEnd && end > 0);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }

    @Override
    public After after() {
      return After.WAIT_FOR_MORE;
    }

    @Override
    public String ended() {
      return "it was closed";
    }
  }
}
