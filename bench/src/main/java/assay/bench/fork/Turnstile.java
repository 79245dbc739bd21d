package assay.bench.fork;

import assay.bench.subject.Turn;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where one fork asks before each stretch of measuring: the parent's end of a {@link Turn}. */
public final class Turnstile implements AutoCloseable {

  private final Keeper keeper;
  private final Path folder;
  private final Path socket;
  private final ServerSocketChannel server;
  private final Thread thread;
  private long waitedNanos;
  private long waitingSince;
  private boolean waiting;

  /** Knows who else measures. */
  public interface Keeper {

    /**
     * Returns when the fork may go on.
     *
     * @throws ForkInterruptedException when it never will
     */
    void pass() throws IOException;
  }

  private Turnstile(Keeper keeper) throws IOException {
    this.keeper = keeper;
    // In the system's folder for temporary files: the path of a socket has room for 100 bytes.
    folder = Files.createTempDirectory("assay");
    socket = folder.resolve("turnstile");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    thread = Thread.ofPlatform().daemon().name("assay-turnstile").start(this::serve);
  }

  static Turnstile open(Keeper keeper) throws IOException {
    return new Turnstile(keeper);
  }

  /** What the fork must be started with. */
  List<String> flags() {
    return List.of("-D" + Turn.PROPERTY + "=" + socket);
  }

  /** How long the fork was kept waiting, which is not its fault. */
  synchronized long waitedNanos() {
    return waitedNanos + (waiting ? System.nanoTime() - waitingSince : 0);
  }

  private void serve() {
    try (SocketChannel fork = server.accept()) {
      ByteBuffer question = ByteBuffer.allocate(1);
      while (fork.read(question.clear()) == 1) {
        setWaiting(true);
        keeper.pass();
        setWaiting(false);
        fork.write(question.flip());
      }
    } catch (IOException | ForkInterruptedException e) {
      // Fork or run have ended, and whoever waits for them sees it.
      setWaiting(false);
    }
  }

  private synchronized void setWaiting(boolean now) {
    if (now) {
      waitingSince = System.nanoTime();
    } else if (waiting) {
      waitedNanos += System.nanoTime() - waitingSince;
    }
    waiting = now;
  }

  /** To be called when the fork has ended; a question it left open gets its answer first. */
  @Override
  public void close() throws IOException {
    server.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new ForkInterruptedException();
    }
    Files.deleteIfExists(socket);
    Files.deleteIfExists(folder);
  }
}
