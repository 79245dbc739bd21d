package assay.kernels.vector.ceiling;

import assay.kernels.parallel.WorkerPool;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Measures this machine's limits with teams of several sizes.
 *
 * <p>Needs the module {@code jdk.incubator.vector}; ask {@code VectorBackend.availability()} first.
 */
public final class Ceilings {

  /** A smaller working set would partly stay in the last-level cache. */
  private static final int MEMORY_FACTOR = 4;

  private static final long SMALLEST_MEMORY_SET = 64L << 20;
  private static final long SMALLEST_CHASE = 4L << 10;
  private static final long LARGEST_CHASE = 256L << 20;

  /** From this budget on, every power of two is chased instead of every second. */
  private static final Duration UNHURRIED = Duration.ofSeconds(20);

  /** Two microseconds a call at full speed. */
  private static final int ROUNDS = 500;

  private static final int INTRODUCTION_ROUNDS = 40;
  private static final long INTRODUCTION_BYTES = 4L << 10;
  private static final long INTRODUCTION_NANOS = 80_000_000;

  private final List<CacheLevel> caches;
  private final List<Integer> teams;
  private final int chaseFactor;
  private final long nanosEach;
  private final Consumer<MeasuredLimit> listener;

  private Ceilings(
      List<CacheLevel> caches,
      List<Integer> teams,
      Duration budget,
      Consumer<MeasuredLimit> listener) {
    this.caches = caches.stream().sorted(Comparator.comparingInt(CacheLevel::level)).toList();
    this.listener = listener;
    this.teams = List.copyOf(teams);
    chaseFactor = budget.compareTo(UNHURRIED) < 0 ? 4 : 2;
    int perTeam = 3 + 4 * (this.caches.size() + 1);
    long left = Math.max(0, budget.toNanos() - 16 * INTRODUCTION_NANOS);
    nanosEach = left / (perTeam * teams.size() + chaseSizes().size());
  }

  /**
   * Measures everything.
   *
   * @param caches data and unified levels; may be empty, then only memory is measured
   * @param teams how many threads run together; each number is measured on its own
   * @param budget in total; 4 seconds a team are enough for limits good to a few per cent
   * @param listener hears of each limit as soon as it is known
   */
  public static List<MeasuredLimit> measure(
      List<CacheLevel> caches,
      List<Integer> teams,
      Duration budget,
      Consumer<MeasuredLimit> listener) {
    return new Ceilings(caches, teams, budget, listener).measureAll();
  }

  private List<MeasuredLimit> measureAll() {
    introduceAll();
    List<MeasuredLimit> limits = new ArrayList<>();
    for (int threads : teams) {
      try (WorkerPool pool = new WorkerPool(threads)) {
        Sampler sampler = new Sampler(pool);
        arithmetic(sampler, threads, limits);
        bandwidth(sampler, threads, limits);
      }
    }
    latency(limits);
    return List.copyOf(limits);
  }

  /** Lets the JIT see every loop twice, so that it has compiled each before it is measured. */
  private void introduceAll() {
    try (WorkerPool pool = new WorkerPool(1);
        Arena arena = Arena.ofShared()) {
      Sampler sampler = new Sampler(pool);
      List<Work> works = new ArrayList<>();
      works.add(new FusedMultiplyAdds(INTRODUCTION_ROUNDS));
      works.add(new IntegerMultiplies(INTRODUCTION_ROUNDS));
      works.add(new ByteDots(arena, 1));
      works.add(new PointerChase(arena, SMALLEST_CHASE));
      for (List<Traversal> ways : traversals()) {
        ways.forEach(way -> works.add(new Traffic(way, arena, INTRODUCTION_BYTES, 1)));
      }
      for (int round = 0; round < 2; round++) {
        works.forEach(work -> sampler.introduce(work, INTRODUCTION_NANOS));
      }
    }
  }

  private void arithmetic(Sampler sampler, int threads, List<MeasuredLimit> limits) {
    rate(
        sampler,
        new FusedMultiplyAdds(ROUNDS),
        "fma.f32",
        "float32 fused multiply-add, registers only",
        "flop/s",
        threads,
        limits);
    rate(
        sampler,
        new IntegerMultiplies(ROUNDS),
        "multiply.i32",
        "32-bit integer multiply, registers only",
        "op/s",
        threads,
        limits);
    try (Arena arena = Arena.ofShared()) {
      rate(
          sampler,
          new ByteDots(arena, threads),
          "dot.i8",
          "8-bit integer dot product by widening, from L1",
          "op/s",
          threads,
          limits);
    }
  }

  private void rate(
      Sampler sampler,
      Work work,
      String id,
      String label,
      String unit,
      int threads,
      List<MeasuredLimit> limits) {
    add(new MeasuredLimit(id, label, unit, threads, sampler.rates(work, nanosEach), ""), limits);
  }

  private void bandwidth(Sampler sampler, int threads, List<MeasuredLimit> limits) {
    long inner = 0;
    for (CacheLevel cache : caches) {
      String level = "L" + cache.level();
      long set = cache.share(threads) / 2;
      if (set < 2 * inner || set < Traversal.GRAIN) {
        String reason =
            "a thread's share of %s (%d bytes) is not twice that of the level before"
                .formatted(level, cache.share(threads));
        traffic(null, level, 0, threads, reason, limits);
      } else {
        traffic(sampler, level, set, threads, "", limits);
        inner = set;
      }
    }
    traffic(sampler, "memory", memorySet(caches) / threads, threads, "", limits);
  }

  /** The last level may come in several sizes: one die of two with stacked cache, for instance. */
  static long memorySet(List<CacheLevel> caches) {
    int last = caches.stream().mapToInt(CacheLevel::level).max().orElse(0);
    long lastLevel =
        caches.stream()
            .filter(cache -> cache.level() == last)
            .mapToLong(cache -> cache.bytes() * cache.instances())
            .sum();
    return Math.max(SMALLEST_MEMORY_SET, MEMORY_FACTOR * lastLevel);
  }

  private void traffic(
      Sampler sampler,
      String level,
      long bytes,
      int threads,
      String unavailable,
      List<MeasuredLimit> limits) {
    for (List<Traversal> ways : traversals()) {
      String id = ways.getFirst().name() + "." + level;
      String label = "%s bandwidth, %s".formatted(ways.getFirst().name(), level);
      if (!unavailable.isEmpty()) {
        add(MeasuredLimit.missing(id, label, "B/s", threads, unavailable), limits);
        continue;
      }
      try (Arena arena = Arena.ofShared()) {
        List<Double> best =
            ways.stream()
                .map(way -> new Traffic(way, arena, bytes, threads))
                .map(work -> sampler.rates(work, nanosEach))
                .max(Comparator.comparingDouble(Ceilings::middle))
                .orElseThrow();
        add(new MeasuredLimit(id, label, "B/s", threads, best, ""), limits);
      } catch (OutOfMemoryError e) {
        String reason = "no room for a working set of %d bytes".formatted(bytes * threads);
        add(MeasuredLimit.missing(id, label, "B/s", threads, reason), limits);
      }
    }
  }

  /** Where there are two ways, the better one is the limit. */
  private static List<List<Traversal>> traversals() {
    return List.of(
        List.of(new ReadTraversal()),
        List.of(new WriteTraversal()),
        List.of(new CopyTraversal(), new LibraryCopy()));
  }

  private static double middle(List<Double> rates) {
    return rates.stream().sorted().toList().get(rates.size() / 2);
  }

  private void latency(List<MeasuredLimit> limits) {
    try (WorkerPool pool = new WorkerPool(1)) {
      Sampler sampler = new Sampler(pool);
      for (long bytes : chaseSizes()) {
        chase(sampler, bytes, limits);
      }
    }
  }

  private void chase(Sampler sampler, long bytes, List<MeasuredLimit> limits) {
    String id = "latency." + bytes;
    String label = "latency of dependent loads in %d KiB".formatted(bytes >> 10);
    try (Arena arena = Arena.ofConfined()) {
      List<Double> seconds =
          sampler.rates(new PointerChase(arena, bytes), nanosEach).stream()
              .map(rate -> 1 / rate)
              .toList();
      add(new MeasuredLimit(id, label, "s", 1, seconds, ""), limits);
    } catch (OutOfMemoryError e) {
      String reason = "no room for %d bytes".formatted(bytes);
      add(MeasuredLimit.missing(id, label, "s", 1, reason), limits);
    }
  }

  private List<Long> chaseSizes() {
    return IntStream.iterate(0, i -> i + 1)
        .mapToLong(i -> (long) (SMALLEST_CHASE * Math.pow(chaseFactor, i)))
        .takeWhile(bytes -> bytes <= LARGEST_CHASE)
        .boxed()
        .toList();
  }

  private void add(MeasuredLimit limit, List<MeasuredLimit> limits) {
    limits.add(limit);
    listener.accept(limit);
  }
}
