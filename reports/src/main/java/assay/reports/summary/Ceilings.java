package assay.reports.summary;

import assay.probe.Machine;
import assay.reports.record.CaseRecord;
import assay.reports.record.Ceiling;
import assay.reports.record.RunRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which measured limits hold for a case, and which of them binds.
 *
 * <p>A case is held against ceilings of its own device. On the host's processor, what share it
 * reaches of one is told for ceilings taken with just as many threads: more of them have more
 * bandwidth and arithmetic than the case could ever reach. That it is too fast to be true, ceilings
 * taken with more threads tell as well. Memory traffic is held against memory for cold cases and,
 * for hot ones, against the smallest cache that the data fits. Arithmetic is held against float32
 * multiply-adds; on a device with units for matrices, against the vendor's own matmul of the type
 * that the kernel multiplies.
 */
public final class Ceilings {

  /** Ceilings are measured too, and clocks vary; this far above is more than that. */
  static final double SLACK = 1.05;

  /** For halves, processors have instructions of twice the rate of float32 multiply-adds. */
  private static final List<String> FLOATS = List.of("f32", "f64");

  /** Of the last cache of a device that tells none: none is known to have a larger one. */
  public static final long UNKNOWN_CACHE_BYTES = 256L << 20;

  private final List<Ceiling> ceilings;
  private final List<Machine.Cache> caches;
  private final List<RunRecord.BackendRecord> backends;

  public Ceilings(RunRecord run) {
    this(run.ceilings(), run.machine(), run.backends());
  }

  public Ceilings(List<Ceiling> ceilings, Machine machine, List<RunRecord.BackendRecord> backends) {
    this.backends = List.copyOf(backends);
    this.ceilings = ceilings.stream().filter(each -> each.best().isPresent()).toList();
    this.caches =
        machine.caches().stream()
            .filter(cache -> !cache.type().equals("Instruction"))
            .sorted(Comparator.comparingInt(Machine.Cache::level).reversed())
            .toList();
  }

  /** The limit that this case meets first, by its arithmetic intensity; empty when unmeasured. */
  Optional<CeilingShare> share(CaseRecord measured, Speed speed) {
    Optional<CeilingShare> memory =
        memory(measured)
            .filter(limit -> isReachable(limit, measured))
            .map(limit -> share(limit, speed.bytesPerSecond()));
    if (measured.work().operation().equals("DEQUANT")) {
      return memory;
    }
    // Without both limits nobody knows which one binds.
    return compute(measured)
        .filter(limit -> isReachable(limit, measured))
        .map(limit -> share(limit, speed.flopsPerSecond()))
        .flatMap(first -> memory.map(second -> first.share() > second.share() ? first : second));
  }

  private static boolean isReachable(Ceiling limit, CaseRecord measured) {
    return limit.threads() == measured.key().threads();
  }

  /** A sentence when the case is faster than this machine can be; empty without samples too. */
  public Optional<String> physicalFault(CaseRecord measured) {
    return Speed.of(measured).flatMap(speed -> physicalFault(measured, speed));
  }

  Optional<String> physicalFault(CaseRecord measured, Speed speed) {
    Optional<String> memory =
        memory(measured)
            .filter(limit -> certainBytesPerSecond(measured, speed, limit) > SLACK * value(limit))
            .map(Ceilings::fault);
    return memory.or(() ->
        find("fma.f32", measured)
            .filter(limit -> computesInFloat(measured))
            .filter(limit -> speed.flopsPerSecond().low() > SLACK * value(limit))
            .map(Ceilings::fault));
  }

  /** Ceilings of {@code device} by id prefix, the most threads of each id only. */
  public List<Ceiling> mostThreads(String device, String prefix) {
    return ceilings.stream()
        .filter(each -> each.device().equals(device) && each.id().startsWith(prefix))
        .filter(each ->
            ceilings.stream()
                .noneMatch(other ->
                    other.id().equals(each.id())
                        && other.device().equals(device)
                        && other.threads() > each.threads()))
        .toList();
  }

  /** Backends may have several devices on the host's CPU ({@code cpu-repack}); all are one chip. */
  public static String hostDevice(String device) {
    return device.startsWith("cpu") || device.equals("none") ? "cpu" : device;
  }

  public static double value(Ceiling ceiling) {
    return ceiling.best().asOptional().orElseThrow();
  }

  private static CeilingShare share(Ceiling limit, Interval rate) {
    return new CeilingShare(limit, rate.estimate() / value(limit));
  }

  private static String fault(Ceiling limit) {
    return "above a physical ceiling: faster than the measured %s (%s) allows"
        .formatted(limit.label(), Units.ofRecord(value(limit), unit(limit)));
  }

  static String unit(Ceiling ceiling) {
    return ceiling.best() instanceof assay.probe.Reading.Present<Double> present
        ? present.unit()
        : "";
  }

  /** The limit of a case's arithmetic, whether it binds the case or not. */
  public Optional<Ceiling> compute(CaseRecord measured) {
    String factors = factors(measured);
    return find("matmul." + factors, measured)
        .or(() -> find("fma." + factors, measured))
        .or(() -> find("fma.f32", measured));
  }

  /** As the kernel says; kernels of the host's processor say nothing, and have no such ceiling. */
  private static String factors(CaseRecord measured) {
    return measured.execution() == null
        ? ""
        : measured.execution().details().getOrDefault("multiplies", "");
  }

  Optional<Ceiling> memory(CaseRecord measured) {
    // Decoding writes more than it reads, so reading speed alone is not its limit.
    String traffic = measured.work().operation().equals("DEQUANT") ? "copy." : "read.";
    if (measured.key().cache().equals("cold")) {
      return find(traffic + "memory", measured);
    }
    Optional<RunRecord.Accelerator> accelerator = accelerator(measured);
    if (accelerator.isPresent()) {
      boolean cached = fits(measured, cacheBytes(accelerator.get()));
      return find(traffic + (cached ? "L2" : "memory"), measured);
    }
    // Largest first; a level whose ceiling is missing is bounded by the faster level inside it.
    Optional<Ceiling> limit = find(traffic + "memory", measured);
    boolean cached = false;
    for (Machine.Cache cache : caches) {
      if (fits(measured, reachable(cache, measured.key().threads()))) {
        limit = find(traffic + "L" + cache.level(), measured);
        cached = true;
      } else if (cached && limit.isEmpty()) {
        limit = find(traffic + "L" + cache.level(), measured);
      }
    }
    return limit;
  }

  private static long cacheBytes(RunRecord.Accelerator accelerator) {
    return accelerator.lastCacheBytes() > 0 ? accelerator.lastCacheBytes() : UNKNOWN_CACHE_BYTES;
  }

  /** That caches may hold from one operation to the next. */
  private long keptBytes(CaseRecord measured) {
    return measured.key().cache().equals("cold")
        ? 0
        : accelerator(measured)
            .map(Ceilings::cacheBytes)
            .orElseGet(() ->
                caches.stream()
                    .mapToLong(cache -> reachable(cache, measured.key().threads()))
                    .max()
                    .orElse(0));
  }

  /** A thread fills only the caches of the core it runs on. */
  private static long reachable(Machine.Cache cache, int threads) {
    return cache.bytes() * Math.min(cache.instances(), threads);
  }

  private static boolean fits(CaseRecord measured, long bytes) {
    return measured.work().bytes() <= bytes;
  }

  private Optional<RunRecord.Accelerator> accelerator(CaseRecord measured) {
    return RunRecord.Accelerator.behind(measured.key().device(), backends);
  }

  /** Of as many threads as the case has or, failing that, of the next more. */
  private Optional<Ceiling> find(String id, CaseRecord measured) {
    String device =
        accelerator(measured)
            .map(RunRecord.Accelerator::id)
            .orElseGet(() -> hostDevice(measured.key().device()));
    return ceilings.stream()
        .filter(each -> each.id().equals(id) && each.device().equals(device))
        .filter(each -> each.threads() >= measured.key().threads())
        .min(Comparator.comparingInt(Ceiling::threads));
  }

  /** Quantized kernels may multiply integers, several to a lane, and devices halves of floats. */
  private boolean computesInFloat(CaseRecord measured) {
    return accelerator(measured).isPresent()
        ? FLOATS.contains(factors(measured))
        : FLOATS.contains(measured.work().storedFormat());
  }

  /**
   * Results may stay in a cache from one operation to the next, and of what is larger than a cache
   * a part, so only the rest surely moves.
   */
  private double certainBytesPerSecond(CaseRecord measured, Speed speed, Ceiling limit) {
    long kept = limit.id().endsWith(".memory") ? keptBytes(measured) : 0;
    double certain = Math.max(0, measured.work().bytes() - 4.0 * measured.work().outputs() - kept);
    return certain / speed.nanosPerOp().high() * 1e9;
  }
}
