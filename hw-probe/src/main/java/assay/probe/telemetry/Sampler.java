package assay.probe.telemetry;

import assay.probe.Reading;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks every source at a steady rate, from a thread of its own, until it is stopped.
 *
 * <p>The clock is {@link System#nanoTime}, the one that operations are timed with. Rounds keep to a
 * raster, so that a late one does not push those after it; rounds that were missed altogether are
 * left out and counted. Memory is bounded, see {@link Tape}.
 */
public final class Sampler implements AutoCloseable {

  /**
   * Fast enough to see a second's average breathe and to catch a counter of 32 bits long before it
   * wraps; slow enough to cost a thousandth of one core with ten files to read.
   */
  public static final double DEFAULT_HERTZ = 10;

  private final List<Tape> tapes;
  private final long periodNanos;
  private final double hertz;
  private final Thread thread;
  private final long startedNanos = System.nanoTime();
  private volatile boolean stopped;
  private volatile long rounds;
  private volatile long late;
  private volatile long cpuNanos;

  private Sampler(List<Source> sources, double hertz, int mostSamples) {
    if (!(hertz > 0 && hertz <= 1000)) {
      throw new IllegalArgumentException("a sampler asks 0 to 1000 times a second, not " + hertz);
    }
    this.hertz = hertz;
    tapes = sources.stream().map(source -> new Tape(source, mostSamples)).toList();
    periodNanos = Math.round(1e9 / hertz);
    thread = new Thread(this::run, "assay-sampler");
    thread.setDaemon(true);
  }

  /**
   * Begins with one round before it returns, so that what follows has a reading at its beginning.
   *
   * @param sources are closed with the sampler
   */
  public static Sampler start(List<Source> sources, double hertz) {
    return start(sources, hertz, Tape.MOST_SAMPLES);
  }

  static Sampler start(List<Source> sources, double hertz, int mostSamples) {
    Sampler sampler = new Sampler(sources, hertz, mostSamples);
    sampler.round();
    sampler.thread.start();
    return sampler;
  }

  private void run() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long due = startedNanos + periodNanos;
    while (!stopped) {
      long wait = due - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(this, wait);
        continue;
      }
      if (-wait > periodNanos) {
        late++;
      }
      round();
      due = next(due);
      cpuNanos = threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : -1;
    }
  }

  private long next(long due) {
    long now = System.nanoTime();
    return due + periodNanos * Math.max(1, (now - due) / periodNanos + 1);
  }

  private synchronized void round() {
    tapes.forEach(Tape::read);
    rounds++;
  }

  /**
   * Reads every source now, for the edge of a window.
   *
   * @return when the reading began, of {@link System#nanoTime}
   */
  public long mark() {
    long now = System.nanoTime();
    round();
    return now;
  }

  /**
   * What was seen since the last call or the start. The last sample of each channel is kept for the
   * next, so that a counter's growth between two recordings is in the second.
   */
  public synchronized Recording take() {
    List<Trace> traces = tapes.stream().map(Tape::take).toList();
    return new Recording(traces, hertz, cost(), rounds, late);
  }

  private Reading<Double> cost() {
    double wall = System.nanoTime() - startedNanos;
    int cores = Runtime.getRuntime().availableProcessors();
    return cpuNanos < 0
        ? Reading.unsupported("this JVM does not count a thread's CPU time")
        : Reading.of(cpuNanos / wall / cores, "1", "ThreadMXBean");
  }

  /** Stops asking and lets go of the sources; {@link #take} still answers. */
  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
    try {
      // A source may be waiting for an instrument; its answer is not worth more than this.
      thread.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tapes.forEach(Tape::close);
  }
}
