package assay.probe.instrument;

import assay.probe.Texts;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * SCPI over USB, by the kernel's {@code /dev/usbtmcN}: what is written is a message, a read waits
 * for the answer, five seconds at most unless the driver was told otherwise.
 */
final class UsbtmcLink implements ScpiLink {

  private final OutputStream out;
  private final InputStream in;

  private UsbtmcLink(OutputStream out, InputStream in) {
    this.out = out;
    this.in = in;
  }

  static UsbtmcLink open(Path device) throws IOException {
    OutputStream out = new FileOutputStream(device.toFile());
    try {
      return new UsbtmcLink(out, Files.newInputStream(device));
    } catch (IOException | RuntimeException e) {
      out.close();
      throw e;
    }
  }

  @Override
  public String ask(String question) throws IOException {
    tell(question);
    byte[] buffer = new byte[MOST_BYTES];
    int length = in.read(buffer);
    if (length <= 0) {
      throw new IOException("it gave no answer");
    }
    if (buffer[length - 1] != '\n') {
      throw new IOException(
          "its answer is cut short, or longer than %d bytes".formatted(MOST_BYTES));
    }
    return Texts.clean(java.util.Arrays.copyOf(buffer, length)).strip();
  }

  @Override
  public void tell(String command) throws IOException {
    out.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() {
    try (out;
        in) {
      // Nothing is asked any more.
    } catch (IOException e) {
      // Neither is anything lost.
    }
  }
}
