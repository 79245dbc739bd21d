package assay.probe.instrument;

import assay.probe.Texts;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** SCPI over a raw socket, as instruments offer on port 5025. */
final class TcpLink implements ScpiLink {

  static final int USUAL_PORT = 5025;

  private static final int LOOK_UP_MILLIS = 5000;

  private final Socket socket;
  private final InputStream in;

  private TcpLink(Socket socket) throws IOException {
    this.socket = socket;
    in = socket.getInputStream();
  }

  static TcpLink open(String host, int port) throws IOException {
    InetSocketAddress address =
        Limited.call(
            "the look-up of " + host, LOOK_UP_MILLIS, () -> new InetSocketAddress(host, port));
    if (address.isUnresolved()) {
      throw new IOException("no machine is known by the name of " + host);
    }
    Socket socket = new Socket();
    try {
      socket.connect(address, PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      return new TcpLink(socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public String ask(String question) throws IOException {
    if (in.available() > 0) {
      throw new IOException("it spoke without being asked");
    }
    tell(question);
    long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    var line = new ByteArrayOutputStream();
    for (int next = read(until); next != '\n'; next = read(until)) {
      if (line.size() == MOST_BYTES) {
        throw new IOException("it sent %d bytes without the end of a line".formatted(MOST_BYTES));
      }
      line.write(next);
    }
    return Texts.clean(line.toByteArray()).strip();
  }

  @Override
  public void tell(String command) throws IOException {
    socket.getOutputStream().write((command + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private int read(long until) throws IOException {
    int left = (int) ((until - System.nanoTime()) / 1_000_000);
    if (left <= 0) {
      throw new IOException("no answer within %d ms".formatted(PATIENCE_MILLIS));
    }
    socket.setSoTimeout(left);
    try {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("it closed the connection");
      }
      return next;
    } catch (SocketTimeoutException e) {
      throw new IOException("no answer within %d ms".formatted(PATIENCE_MILLIS), e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is not used again.
    }
  }
}
