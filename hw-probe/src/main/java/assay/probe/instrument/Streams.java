package assay.probe.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Where lines of a {@link TextMeter} come from. */
final class Streams {

  private Streams() {}

  /** A program's output; closing it ends the program. */
  record OfProgram(Process process) implements TextMeter.Lines {

    @Override
    public InputStream in() {
      return process.getInputStream();
    }

    @Override
    public boolean grows() {
      return false;
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

  /** A serial line, or a log that another program writes. */
  record OfFile(InputStream in, boolean grows) implements TextMeter.Lines {

    static OfFile open(Path file) throws IOException {
      return new OfFile(Files.newInputStream(file), Files.isRegularFile(file));
    }

    @Override
    public String ended() {
      return "it was closed";
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        // Nothing more is read from it.
      }
    }
  }
}
