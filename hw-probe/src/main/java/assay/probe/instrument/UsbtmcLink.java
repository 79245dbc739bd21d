package assay.probe.instrument;

import assay.probe.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * SCPI over USB, by the kernel's {@code /dev/usbtmcN}: what is written is a message, a read waits
 * for the answer, in the kernel five seconds.
 */
final class UsbtmcLink implements ScpiLink {

  private final OutputStream out;
  private final InputStream in;

  private UsbtmcLink(OutputStream out, InputStream in) {
    this.out = out;
    this.in = in;
  }

  static UsbtmcLink open(Path device) throws IOException {
    return open(device, device);
  }

  /**
   * @param questions and answers are the same device, save in tests
   */
  static UsbtmcLink open(Path questions, Path answers) throws IOException {
    if (!Files.exists(questions)) {
      throw new NoSuchFileException(questions.toString());
    }
    if (Files.isRegularFile(questions) || Files.isDirectory(questions)) {
      throw new IOException("it is no device");
    }
    return Limited.call(
        "the device",
        PATIENCE_MILLIS,
        () -> {
          OutputStream out = Files.newOutputStream(questions, StandardOpenOption.WRITE);
          try {
            return new UsbtmcLink(out, Files.newInputStream(answers));
          } catch (IOException | RuntimeException e) {
            out.close();
            throw e;
          }
        });
  }

  @Override
  public String ask(String question) throws IOException {
    tell(question);
    byte[] buffer = new byte[MOST_BYTES];
    int length = Limited.call("an answer", PATIENCE_MILLIS, () -> in.read(buffer));
    if (length <= 0) {
      throw new IOException("it gave no answer");
    }
    if (buffer[length - 1] != '\n') {
      throw new IOException(
          "its answer is cut short, or longer than %d bytes".formatted(MOST_BYTES));
    }
    String text = Texts.clean(Arrays.copyOf(buffer, length)).strip();
    if (text.indexOf('\n') >= 0) {
      throw new IOException("it gave two answers to one question");
    }
    return text;
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
