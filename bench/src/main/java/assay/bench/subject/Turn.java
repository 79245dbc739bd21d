package assay.bench.subject;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * This fork's end of measuring in turns with another: it sends a byte and waits for one.
 *
 * <p>Over a socket of its own, not over the standard streams: what a native library prints must not
 * be taken for a question.
 */
public final class Turn implements AutoCloseable {

  /** System property with the path of the socket; absent where nobody else measures. */
  public static final String PROPERTY = "assay.turnstile";

  private final Optional<SocketChannel> parent;

  private Turn(Optional<SocketChannel> parent) {
    this.parent = parent;
  }

  /**
   * @throws IOException when the parent is gone
   */
  public static Turn ofThisJvm() throws IOException {
    if (!isSharedJvm()) {
      return new Turn(Optional.empty());
    }
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(System.getProperty(PROPERTY)));
    return new Turn(Optional.of(channel));
  }

  /** Whether this JVM measures in turns with another. */
  public static boolean isSharedJvm() {
    return System.getProperty(PROPERTY) != null;
  }

  /** How many times as long as alone a fork may take, most of it waiting for the other to hang. */
  public static int patience() {
    return isSharedJvm() ? 3 : 1;
  }

  public boolean isShared() {
    return parent.isPresent();
  }

  /**
   * Returns when nobody else measures.
   *
   * @throws IOException when the parent is gone
   */
  public void await() throws IOException {
    if (parent.isPresent()) {
      ByteBuffer question = ByteBuffer.allocate(1);
      parent.get().write(question);
      if (parent.get().read(question.clear()) != 1) {
        throw new EOFException("the run that this fork belongs to has ended");
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (parent.isPresent()) {
      parent.get().close();
    }
  }
}
