package assay.kernels.plugin;

import assay.kernels.binding.UnusableLibraryException;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parent's side of {@link PluginHost}. */
final class HostedCaller implements PluginCaller {

  private static final int LOADING_SECONDS = 20;

  /** Longer runs are worth less than the core that waiting for them takes from others. */
  private static final long SPIN_NANOS = 5_000_000;

  /** A hundredth of what was waited already, so that waking late changes a figure by less. */
  private static final int SHARE = 100;

  private static final long SHORTEST_SLEEP = 10_000;
  private static final long LONGEST_SLEEP = 1_000_000;

  /** Memory without a disk behind it, where pages are never kept from being written. */
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private static final long CHUNK = 1 << 28;

  private final Path library;
  private final Path folder;
  private final Process process;
  private final CallArea area;
  private final HandOver handOver;
  private final PluginIdentity identity;
  private int last = PluginHost.LOADED;
  private volatile boolean lost;

  private HostedCaller(Path library) throws IOException, UnusableLibraryException {
    this.library = library;
    folder = Files.createTempDirectory("assay-plugin");
    Files.createFile(data());
    Path control = control();
    try (FileChannel file =
        FileChannel.open(control, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      // Written, not only made longer: a page that the file system has no room for is a signal.
      file.write(ByteBuffer.allocate((int) CallArea.BYTES));
      MemorySegment shared = file.map(MapMode.READ_WRITE, 0, CallArea.BYTES, Arena.ofAuto());
      area = new CallArea(shared);
      handOver = new HandOver(shared);
      process = start(control);
      identity = loaded();
    } finally {
      Files.deleteIfExists(control);
    }
  }

  /**
   * Starts a process and loads the library there.
   *
   * @throws UnusableLibraryException in one sentence, also when that process did not survive it
   */
  static HostedCaller of(Path library) throws UnusableLibraryException {
    try {
      return new HostedCaller(library);
    } catch (IOException e) {
      throw new UnusableLibraryException(
          "no process can be started for %s: %s".formatted(library, e.getMessage()));
    } catch (PluginLostException e) {
      throw new UnusableLibraryException(e.getMessage());
    }
  }

  private static Path control() throws IOException {
    // Both make a file that its owner alone can read.
    return Files.isWritable(SHARED_MEMORY)
        ? Files.createTempFile(SHARED_MEMORY, "assay-plugin", null)
        : Files.createTempFile("assay-plugin", null);
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path log() {
    return folder.resolve("log");
  }

  private Path errorLog() {
    return folder.resolve("hs_err.log");
  }

  private Process start(Path control) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + errorLog(),
            "-cp",
            classPath(),
            PluginHost.class.getName(),
            control.toString(),
            data().toString(),
            library.toString());
    // Libraries that it needs by relative paths are found nowhere, and what it writes goes with it.
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  /** Whole paths, since the process has a working directory of its own. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private PluginIdentity loaded() throws UnusableLibraryException {
    int status = await(PluginHost.LOADED, LOADING_SECONDS, "being loaded");
    if (status != 0) {
      String reason = CallArea.text(area.error());
      close();
      throw new UnusableLibraryException(reason);
    }
    return PluginIdentity.parse(CallArea.text(area.answer()));
  }

  @Override
  public PluginIdentity identity() {
    return identity;
  }

  @Override
  public boolean isLost() {
    return lost;
  }

  @Override
  public CallArea area() {
    return area;
  }

  @Override
  public int call(PluginFunction function, int seconds) {
    if (lost) {
      throw new PluginLostException("the process of %s has ended".formatted(library));
    }
    int number = ++last;
    handOver.request(number, function);
    if (handOver.isAsleep()) {
      wake();
    }
    return await(number, seconds, function.text());
  }

  private void wake() {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    } catch (IOException e) {
      // It ended, which the wait for its answer will find.
    }
  }

  private int await(int number, int seconds, String what) {
    long start = System.nanoTime();
    long spin = HandOver.isSpinning() ? SPIN_NANOS : 0;
    while (handOver.responded() != number) {
      long waited = System.nanoTime() - start;
      if (waited < spin) {
        HandOver.spin(waited);
      } else {
        requireAlive(number, waited, seconds, what);
        LockSupport.parkNanos(Math.clamp(waited / SHARE, SHORTEST_SLEEP, LONGEST_SLEEP));
      }
    }
    return handOver.status();
  }

  private void requireAlive(int number, long waited, int seconds, String what) {
    if (waited > TimeUnit.SECONDS.toNanos(seconds)) {
      end();
      throw new PluginLostException(
          "the process of %s did not return from %s within %d s and was ended; log: %s"
              .formatted(library, what, seconds, log()));
    }
    if (!process.isAlive() && handOver.responded() != number) {
      end();
      String words = PluginEnding.lastWords(log()).map(line -> "; last output: " + line).orElse("");
      Path log = Files.exists(errorLog()) ? errorLog() : log();
      throw new PluginLostException(
          "the process of %s ended while %s: %s%s; log: %s"
              .formatted(
                  library, what, PluginEnding.of(process.exitValue(), errorLog()), words, log));
    }
  }

  /** The log stays, which a message names; data may be as large as a model's tensor. */
  private void end() {
    lost = true;
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      Files.deleteIfExists(data());
    } catch (IOException e) {
      // It stays in the system's folder for such files.
    }
  }

  @Override
  public int upload(MemorySegment data, int seconds) {
    try (FileChannel file = FileChannel.open(data(), StandardOpenOption.WRITE)) {
      write(file, data);
      int status = call(PluginFunction.UPLOAD, seconds);
      file.truncate(0);
      return status;
    } catch (IOException e) {
      throw notHandedOver(e);
    }
  }

  @Override
  public int read(MemorySegment guarded, int seconds) {
    try (FileChannel file =
        FileChannel.open(data(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      write(file, guarded);
      int status = call(PluginFunction.READ, seconds);
      read(file, guarded);
      file.truncate(0);
      return status;
    } catch (IOException e) {
      throw notHandedOver(e);
    }
  }

  private PluginException notHandedOver(IOException cause) {
    return new PluginException(
        PluginStatus.OUT_OF_MEMORY,
        "data cannot be handed over by way of %s: %s".formatted(data(), cause.getMessage()));
  }

  private static void write(FileChannel file, MemorySegment data) throws IOException {
    for (long at = 0; at < data.byteSize(); at += CHUNK) {
      ByteBuffer part = data.asSlice(at, Math.min(CHUNK, data.byteSize() - at)).asByteBuffer();
      while (part.hasRemaining()) {
        file.write(part, at + part.position());
      }
    }
  }

  private static void read(FileChannel file, MemorySegment data) throws IOException {
    for (long at = 0; at < data.byteSize(); at += CHUNK) {
      ByteBuffer part = data.asSlice(at, Math.min(CHUNK, data.byteSize() - at)).asByteBuffer();
      while (part.hasRemaining()) {
        if (file.read(part, at + part.position()) < 0) {
          throw new IOException("the file became shorter");
        }
      }
    }
  }

  /** Its process removes the folder; a log that stays must not cost what was measured. */
  @Override
  public void close() {
    lost = true;
    try {
      process.getOutputStream().close();
      if (!process.waitFor(1, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
