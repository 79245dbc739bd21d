package assay.bench.fork;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;

/**
 * Ends a child with its parent.
 *
 * <p>The parent holds the other end of standard input; when it dies, by kill -9 too, that end
 * closes. A child that went on alone would disturb whatever is measured next.
 */
public final class ParentWatch {

  private final FileChannel input = new FileInputStream(FileDescriptor.in).getChannel();

  private ParentWatch() {}

  public static ParentWatch start() {
    ParentWatch watch = new ParentWatch();
    Thread thread = new Thread(watch::awaitEnd, "assay-parent-watch");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  private void awaitEnd() {
    try {
      while (input.read(ByteBuffer.allocate(1)) >= 0) {
        continue;
      }
    } catch (ClosedChannelException e) {
      return;
    } catch (IOException e) {
      System.err.println("standard input failed: " + e.getMessage());
    }
    Runtime.getRuntime().halt(1);
  }

  /**
   * Ends this JVM, whatever threads a backend has left.
   *
   * <p>HotSpot waits 0.3 seconds for threads that are inside a system call, as the watch is for
   * most of a fork's life; a closed channel brings it out.
   */
  public void exit(int code) {
    try {
      input.close();
    } catch (IOException e) {
      // Then the exit takes its 0.3 seconds.
    }
    System.exit(code);
  }
}
