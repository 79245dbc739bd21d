package assay.probe.telemetry;

import assay.probe.Reading;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The thread on which a vendor's library is called.
 *
 * <p>A call into a driver cannot be interrupted, and drivers hang: on a GPU that has fallen off its
 * bus, during a reset, behind a firmware that does not answer. A call made here that never returns
 * costs this thread, which is a daemon, and nothing else.
 */
public final class VendorThread {

  private static final LongAdder CPU_NANOS = new LongAdder();

  private final String library;
  private final ThreadPoolExecutor thread;

  /**
   * @param library for names of threads and for sentences, such as {@code NVML}
   */
  public VendorThread(String library) {
    this.library = library;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread made = new Thread(work, "assay-" + library);
              made.setDaemon(true);
              return made;
            });
    thread.allowCoreThreadTimeOut(true);
  }

  String library() {
    return library;
  }

  /** CPU time in nanoseconds that all vendors' libraries took in rounds of sampling so far. */
  static long cpuNanos() {
    return CPU_NANOS.sum();
  }

  Future<?> start(Runnable work) {
    return thread.submit(() -> {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long before = cpu(threads);
      work.run();
      CPU_NANOS.add(cpu(threads) - before);
    });
  }

  private static long cpu(ThreadMXBean threads) {
    return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : 0;
  }

  /** What a piece of work gives, or that it did not end in time; it then goes on by itself. */
  public <T> Reading<T> call(Duration atMost, Supplier<Reading<T>> work) {
    Future<Reading<T>> answer = CompletableFuture.supplyAsync(work, thread);
    try {
      return answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return Reading.unreadable(
          "%s has not answered for %.1f s, so the run goes on without it"
              .formatted(library, atMost.toNanos() * 1e-9));
    } catch (ExecutionException e) {
      return Reading.unreadable("%s could not be asked: %s".formatted(library, e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reading.unreadable("interrupted while waiting for " + library);
    }
  }
}
