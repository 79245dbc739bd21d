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
  private volatile boolean interrupted;

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
    // Whatever ends this process; the last registered is the first deleted.
    folder.toFile().deleteOnExit();
    socket.toFile().deleteOnExit();
    server = bound(socket);
    thread = Thread.ofPlatform().daemon().name("assay-turnstile").start(this::serve);
  }

  private static ServerSocketChannel bound(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      return server.bind(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      server.close();
      throw new IOException(
          "no socket can be made at %s (%s); name another folder for temporary files with -Djava.io.tmpdir"
              .formatted(socket, e.getMessage()),
          e);
    }
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
    } catch (ForkInterruptedException e) {
      interrupted = true;
    } catch (IOException e) {
      // The fork has ended, and whoever waits for it sees it.
    } finally {
      setWaiting(false);
    }
  }

  /**
   * To be called when the fork has ended and this is closed.
   *
   * @throws ForkInterruptedException when it ended for want of an answer, which says nothing of its
   *     case
   */
  void requireAnswered() {
    if (interrupted) {
      throw new ForkInterruptedException();
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

  /** A question it left open gets its answer first. */
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
