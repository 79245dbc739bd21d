package assay.bench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A real file system of some hundred kilobytes that can be filled to the last page. */
public final class SmallDisk implements AutoCloseable {

  private final Path root;

  private SmallDisk(Path root) {
    this.root = root;
  }

  /** Skips the test where mounting is not allowed: only root may, and not in every container. */
  public static SmallDisk mount(Path at, int kibibytes) throws IOException, InterruptedException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root may mount a small disk");
    Files.createDirectories(at);
    String refusal = run("mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "tmpfs", at + "");
    assumeTrue(refusal.isEmpty(), "no small disk can be mounted here: " + refusal);
    return new SmallDisk(at);
  }

  public Path root() {
    return root;
  }

  /** Leaves not one page free. */
  public void fill() throws IOException {
    try (FileChannel filler =
        FileChannel.open(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        filler.write(ByteBuffer.allocate(4096));
      }
    } catch (IOException e) {
      if (!e.getMessage().contains("No space left")) {
        throw e;
      }
    }
  }

  /** Leaves this many pages free. */
  public void fillBut(int pages) throws IOException {
    fill();
    try (FileChannel filler = FileChannel.open(filler(), StandardOpenOption.WRITE)) {
      filler.truncate(filler.size() - pages * 4096L);
    }
  }

  public void free() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return root.resolve("filler");
  }

  @Override
  public void close() throws IOException {
    try {
      String refusal = run("umount", root.toString());
      if (!refusal.isEmpty()) {
        throw new IOException(refusal);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** What the command complained of; empty when it succeeded. */
  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes()).strip();
    return process.waitFor() == 0 ? "" : said + " (exit code " + process.exitValue() + ")";
  }
}
