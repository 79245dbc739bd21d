package assay.probe.telemetry;

import assay.probe.Reading;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Asks every source at a steady rate, or as often as is cheap, from a thread of its own, until it
 * is stopped.
 *
 * <p>The clock is {@link System#nanoTime}, the one that operations are timed with. Rounds keep to a
 * raster, so that a late one does not push those after it; rounds that were missed altogether are
 * left out and counted. Memory is bounded, see {@link Tape}.
 *
 * <p>Only that thread reads: a driver that hangs in the kernel keeps it, and not the measurement.
 */
public final class Sampler implements AutoCloseable {

  /**
   * Fast enough to see a second's average breathe and to catch a counter of 32 bits long before it
   * wraps; slow enough to cost a thousandth of one core with ten files to read.
   */
  public static final double DEFAULT_HERTZ = 10;

  public static final double MOST_HERTZ = 1000;

  /**
   * Of all cores' time. Some files cost a bus transaction of a millisecond, and a server has two
   * hundred of them; then the rate gives way, not the measurement.
   */
  private static final double MOST_COST = 0.002;

  /**
   * Two hundred files of a millisecond each are read in time; who does not answer by then hangs,
   * and is not waited for again.
   */
  private static final long PATIENCE_NANOS = 2_000_000_000;

  private final List<Tape> tapes;
  private final List<Tape> hurried;
  private final ReentrantLock reading = new ReentrantLock();
  private final Object turn = new Object();
  private final double mostCost;
  private final long periodNanos;
  private final double hertz;
  private final Thread thread;
  private final long startedNanos = System.nanoTime();
  private final long vendorsBefore = VendorThread.cpuNanos();
  private volatile boolean stopped;
  private volatile boolean paused;
  private volatile long rounds;
  private volatile long late;
  private volatile long cpuNanos;
  private volatile long wanted;
  private long served;
  private volatile Tape asked;
  private volatile boolean beginning;
  private long roundNanos;

  private Sampler(List<Source> sources, double hertz, int mostSamples, double mostCost) {
    this.mostCost = mostCost;
    if (!(hertz > 0 && hertz <= MOST_HERTZ)) {
      throw new IllegalArgumentException(
          "a sampler asks up to %.0f times a second, not %s".formatted(MOST_HERTZ, hertz));
    }
    this.hertz = hertz;
    tapes = sources.stream().map(source -> new Tape(source, mostSamples)).toList();
    hurried = tapes.stream().sorted(Comparator.comparing(Sampler::canWait)).toList();
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
    return start(sources, hertz, Tape.MOST_SAMPLES, MOST_COST);
  }

  /** As {@link #start}, at this rate whatever it costs: for a trial of the sensors themselves. */
  public static Sampler startAtAnyCost(List<Source> sources, double hertz) {
    return start(sources, hertz, Tape.MOST_SAMPLES, Double.POSITIVE_INFINITY);
  }

  private static Sampler start(
      List<Source> sources, double hertz, int mostSamples, double mostCost) {
    Sampler sampler = new Sampler(sources, hertz, mostSamples, mostCost);
    sampler.thread.start();
    sampler.await();
    return sampler;
  }

  private void run() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long due = startedNanos + periodNanos;
    while (!stopped) {
      long marks = wanted;
      if (marks > served) {
        round();
        count(threads.isCurrentThreadCpuTimeSupported() ? used(threads) : -1);
        serve(marks);
        continue;
      }
      if (paused) {
        LockSupport.park(this);
        due = System.nanoTime();
        continue;
      }
      long wait = due - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(this, wait);
        continue;
      }
      if (-wait > periodNanos) {
        late++;
      }
      round();
      count(threads.isCurrentThreadCpuTimeSupported() ? used(threads) : -1);
      due = next(due);
    }
  }

  private long used(ThreadMXBean threads) {
    return threads.getCurrentThreadCpuTime() + VendorThread.cpuNanos() - vendorsBefore;
  }

  /** Smoothed: the first rounds run in the interpreter. */
  private void count(long total) {
    long used = total - cpuNanos;
    roundNanos += (used - roundNanos) / 8;
    cpuNanos = total;
  }

  private long next(long due) {
    long now = System.nanoTime();
    int cores = Runtime.getRuntime().availableProcessors();
    long affordable = Math.round(roundNanos / (mostCost * cores));
    long period = periodNanos * Math.ceilDiv(Math.max(affordable, 1), periodNanos);
    return due + period * Math.max(1, (now - due) / period + 1);
  }

  /** At an end of a window each millisecond away from it leaves energy open. */
  private static boolean canWait(Tape tape) {
    return tape.channel().measure() != Measure.ENERGY;
  }

  private void round() {
    reading.lock();
    try {
      for (Tape tape : beginning ? hurried.reversed() : hurried) {
        asked = tape;
        tape.read();
      }
      rounds++;
    } finally {
      reading.unlock();
    }
  }

  private void serve(long marks) {
    synchronized (turn) {
      served = marks;
      turn.notifyAll();
    }
  }

  /** Until a round that began after this call is over, unless an earlier one hangs. */
  private void await() {
    long until = System.nanoTime() + PATIENCE_NANOS;
    synchronized (turn) {
      long left = served < wanted ? 0 : PATIENCE_NANOS;
      long mine = ++wanted;
      LockSupport.unpark(thread);
      try {
        while (served < mine && !stopped && left > 0) {
          TimeUnit.NANOSECONDS.timedWait(turn, left);
          left = until - System.nanoTime();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Asks nothing until {@link #resume}: somebody else's measurement is running. */
  public void pause() {
    paused = true;
  }

  public void resume() {
    paused = false;
    LockSupport.unpark(thread);
  }

  /**
   * Has every source read now, for the end of a window: counters of energy first.
   *
   * @return when it was asked, of {@link System#nanoTime}
   */
  public long mark() {
    long now = System.nanoTime();
    beginning = false;
    await();
    return now;
  }

  /**
   * The same for a window's beginning: counters of energy last.
   *
   * @return when it was done, which the window's beginning is: a processor rests meanwhile
   */
  public long markBeginning() {
    beginning = true;
    await();
    return System.nanoTime();
  }

  /**
   * What was seen since the last call or the start. The last sample of each channel is kept for the
   * next, so that a counter's growth between two recordings is in the second.
   */
  public Recording take() {
    return new Recording(traces(), hertz, cost(), rounds, late);
  }

  private List<Trace> traces() {
    boolean free = false;
    try {
      free = reading.tryLock(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
      return free ? tapes.stream().map(Tape::take).toList() : silence();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return silence();
    } finally {
      if (free) {
        reading.unlock();
      }
    }
  }

  /** All wait for the one that hangs. */
  private List<Trace> silence() {
    String who = asked == null ? "a sensor" : asked.channel().id();
    var gap =
        new Trace.Gap(
            System.nanoTime(),
            "unreadable: %s does not answer, and the other sensors wait for it".formatted(who));
    return tapes.stream()
        .map(tape -> new Trace(tape.channel(), new long[0], new double[0], List.of(gap)))
        .toList();
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
