package assay.probe.telemetry;

import assay.probe.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Sources of one library, read as one on the library's own thread.
 *
 * <p>The first that is asked has all of them read, and the others hand out what was read for them:
 * one change of threads a round and not one a source. What nobody fetches is soon left out. Where
 * the library does not answer in time, all of them say so at once, in this round and in those that
 * follow, until the call comes back; the sampler and the measurement that waits for it go on
 * without.
 */
public final class Together {

  private static final long PATIENCE_NANOS = Polled.LONGEST_NANOS;

  /** What was read longer ago than this, in nanoseconds, is not what a source would say now. */
  private static final long FRESH_NANOS = 50_000_000;

  private static final int MOST_HELD = 1 << 14;

  /** Rounds that a source is read in without anybody fetching it. */
  private static final int MOST_MISSED = 3;

  private final VendorThread thread;
  private final List<Member> members;
  private final long patienceNanos;
  private final long freshNanos;
  private Future<?> round;
  private long askedNanos;
  private volatile long endedNanos;

  private Together(VendorThread thread, List<Source> sources, long patienceNanos, long freshNanos) {
    this.thread = thread;
    this.patienceNanos = patienceNanos;
    this.freshNanos = freshNanos;
    members = sources.stream().map(Member::new).toList();
  }

  /** The same sources in the same order; closing one of them closes what it was made of. */
  public static List<Source> of(VendorThread thread, List<Source> sources) {
    return of(thread, sources, PATIENCE_NANOS, FRESH_NANOS);
  }

  static List<Source> of(
      VendorThread thread, List<Source> sources, long patienceNanos, long freshNanos) {
    return List.copyOf(new Together(thread, sources, patienceNanos, freshNanos).members);
  }

  private synchronized Reading<List<Sample>> read(Member member) {
    if (round != null && !round.isDone()) {
      return silent();
    }
    if (!member.isFresh()) {
      member.missed = 0;
      askedNanos = System.nanoTime();
      round = thread.start(this::readAll);
      if (!ends(round)) {
        return silent();
      }
    }
    Reading<List<Sample>> answer = member.answer;
    member.answer = null;
    member.missed = 0;
    return answer == null ? Reading.unreadable(thread.library() + " could not be asked") : answer;
  }

  private void readAll() {
    for (Member member : members) {
      if (member.answer != null) {
        member.missed++;
      }
      if (member.missed <= MOST_MISSED) {
        member.answer = joined(member.answer, member.ask());
      }
    }
    endedNanos = System.nanoTime();
  }

  private boolean ends(Future<?> round) {
    try {
      round.get(patienceNanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Reading<List<Sample>> silent() {
    return Reading.unreadable(
        "%s has not answered for %.1f s"
            .formatted(thread.library(), (System.nanoTime() - askedNanos) * 1e-9));
  }

  /**
   * A buffer's samples come once, so those of a round that nobody fetched are kept for the next.
   */
  private static Reading<List<Sample>> joined(
      Reading<List<Sample>> before, Reading<List<Sample>> now) {
    if (before == null || !before.isPresent()) {
      return now;
    }
    if (!now.isPresent()) {
      return before;
    }
    List<Sample> all =
        Stream.concat(
                before.asOptional().orElseThrow().stream(), now.asOptional().orElseThrow().stream())
            .toList();
    List<Sample> kept = all.subList(Math.max(0, all.size() - MOST_HELD), all.size());
    return now.map(same -> new ArrayList<>(kept));
  }

  private final class Member implements Source {

    private final Source source;
    private volatile int missed;
    private volatile Reading<List<Sample>> answer;

    Member(Source source) {
      this.source = source;
    }

    boolean isFresh() {
      return answer != null && System.nanoTime() - endedNanos <= freshNanos;
    }

    Reading<List<Sample>> ask() {
      try {
        return source.read();
      } catch (RuntimeException e) {
        return Reading.unreadable(channel().source() + " could not be asked: " + e);
      }
    }

    @Override
    public Channel channel() {
      return source.channel();
    }

    @Override
    public Reading<List<Sample>> read() {
      return Together.this.read(this);
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
