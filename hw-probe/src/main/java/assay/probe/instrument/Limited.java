package assay.probe.instrument;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what may hang, for so long and no longer. */
final class Limited {

  private Limited() {}

  /**
   * @param what for sentences, such as "the answer"
   * @throws IOException that the work throws, or because it was not done in time; it may then go on
   *     for a while, and what it comes to is dropped
   */
  static <T> T call(String what, int millis, Callable<T> work) throws IOException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "assay-meter-call");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new IOException("%s did not come within %d ms".formatted(what, millis), e);
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + what);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException("%s failed: %s".formatted(what, e.getCause()), e);
    }
  }
}
