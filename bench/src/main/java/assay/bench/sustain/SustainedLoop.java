package assay.bench.sustain;

import assay.bench.subject.Exchange;
import assay.bench.subject.SliceWatch;
import assay.reports.record.Sustained.Slice;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Repeats a case and tells each slice as it ends; keeps none.
 *
 * <p>JMH is no help here: it keeps what it measured until the end. What it guards against cannot
 * happen: an operation writes its result to memory that is checked afterwards, every operation is
 * behind a call that is not inlined into this loop, and the clock is read once a batch of at least
 * 50 microseconds. The first seconds are of code that the JIT is done with, see {@link
 * assay.bench.subject.TimedSubject}.
 *
 * <p>Writing a slice, asking sensors and checking outputs come between slices and in no slice's
 * time.
 */
public final class SustainedLoop {

  /** At most two are lost with whatever dies. */
  public static final long SLICE_NANOS = 5_000_000_000L;

  private static final long LOOK_EVERY_NANOS = 60_000_000_000L;

  /** What is repeated. */
  public interface Load {

    /** One batch of operations. */
    void run();

    /** In each batch. */
    long operations();

    /** What is wrong with the outputs that were written since the last look, if anything. */
    Optional<String> look();
  }

  /** Where lines go. */
  public interface Sink {
    void append(SliceLine line) throws Exchange.UnwritableException;
  }

  private final Load load;
  private final Supplier<SliceWatch.Seen> watch;
  private final Sink sink;
  private final LongSupplier clock;

  /**
   * @param watch tells what was seen since it was last asked
   * @param clock in nanoseconds
   */
  public SustainedLoop(Load load, Supplier<SliceWatch.Seen> watch, Sink sink, LongSupplier clock) {
    this.load = load;
    this.watch = watch;
    this.sink = sink;
    this.clock = clock;
  }

  /**
   * Returns when the time is over or outputs are wrong.
   *
   * @param startSeconds of the first operation now, since the very first
   * @param seconds of measuring
   * @return what is wrong, if anything
   */
  public Optional<String> run(double startSeconds, double seconds)
      throws Exchange.UnwritableException {
    long origin = clock.getAsLong() - Math.round(startSeconds * 1e9);
    long left = Math.round(seconds * 1e9);
    long nextLook = clock.getAsLong() + LOOK_EVERY_NANOS;
    while (left > 0) {
      left -= slice(origin, wanted(left));
      if (left > 0 && clock.getAsLong() >= nextLook) {
        Optional<String> fault = look(origin);
        if (fault.isPresent()) {
          return fault;
        }
        nextLook = clock.getAsLong() + LOOK_EVERY_NANOS;
      }
    }
    return Optional.empty();
  }

  /** A rest shorter than half a slice makes the last one longer. */
  private static long wanted(long left) {
    return left < SLICE_NANOS + SLICE_NANOS / 2 ? left : SLICE_NANOS;
  }

  private long slice(long origin, long wanted) throws Exchange.UnwritableException {
    long begun = clock.getAsLong();
    long operations = 0;
    long nanos;
    do {
      load.run();
      operations += load.operations();
      nanos = clock.getAsLong() - begun;
    } while (nanos < wanted);
    SliceWatch.Seen seen = watch.get();
    sink.append(
        new SliceLine.Taken(
            new Slice(
                (begun - origin) / 1e9,
                nanos / 1e9,
                operations,
                nanos,
                seen.means(),
                seen.throttled()),
            seen.counted()));
    return nanos;
  }

  private Optional<String> look(long origin) throws Exchange.UnwritableException {
    double atSeconds = (clock.getAsLong() - origin) / 1e9;
    Optional<String> fault = load.look();
    sink.append(new SliceLine.Looked(atSeconds, fault.orElse("")));
    return fault.map(what -> "after %s of load: %s".formatted(LoadTime.text(atSeconds), what));
  }
}
