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
 * <p>A case is held against ceilings of its own device, taken with as many threads or, failing
 * that, with more: fewer threads would give no limit at all. Memory traffic is held against memory
 * for cold cases and, for hot ones, against the smallest cache that the data fits.
 */
public final class Ceilings {

  /** Ceilings are measured too, and clocks vary; this far above is more than that. */
  static final double SLACK = 1.05;

  private static final List<String> FLOATS = List.of("f32", "f16", "bf16", "f64");

  private final List<Ceiling> ceilings;
  private final List<Machine.Cache> caches;

  public Ceilings(RunRecord run) {
    this.ceilings = run.ceilings().stream().filter(each -> each.best().isPresent()).toList();
    this.caches =
        run.machine().caches().stream()
            .filter(cache -> !cache.type().equals("Instruction"))
            .sorted(Comparator.comparingInt(Machine.Cache::level).reversed())
            .toList();
  }

  /** The limit that this case meets first, by its arithmetic intensity; empty when unmeasured. */
  Optional<CeilingShare> share(CaseRecord measured, Speed speed) {
    Optional<CeilingShare> memory =
        memory(measured).map(limit -> share(limit, speed.bytesPerSecond()));
    if (measured.work().operation().equals("DEQUANT")) {
      return memory;
    }
    // Without both limits nobody knows which one binds.
    return compute(measured)
        .map(limit -> share(limit, speed.flopsPerSecond()))
        .flatMap(first -> memory.map(second -> first.share() > second.share() ? first : second));
  }

  /** A sentence when the case is faster than this machine can be. */
  Optional<String> physicalFault(CaseRecord measured, Speed speed) {
    Optional<String> memory =
        memory(measured)
            .filter(limit -> certainBytesPerSecond(measured, speed) > SLACK * value(limit))
            .map(Ceilings::fault);
    return memory.or(() ->
        compute(measured)
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
  static String hostDevice(String device) {
    return device.startsWith("cpu") || device.equals("none") ? "cpu" : device;
  }

  public static double value(Ceiling ceiling) {
    return ceiling.best().asOptional().orElseThrow();
  }

  private static CeilingShare share(Ceiling limit, Interval rate) {
    return new CeilingShare(limit, rate.estimate() / value(limit));
  }

  private static String fault(Ceiling limit) {
    return "faster than the measured %s (%s) allows"
        .formatted(limit.label(), Units.ofRecord(value(limit), unit(limit)));
  }

  static String unit(Ceiling ceiling) {
    return ceiling.best() instanceof assay.probe.Reading.Present<Double> present
        ? present.unit()
        : "";
  }

  private Optional<Ceiling> compute(CaseRecord measured) {
    return find("fma.f32", measured);
  }

  Optional<Ceiling> memory(CaseRecord measured) {
    // Decoding writes more than it reads, so reading speed alone is not its limit.
    String traffic = measured.work().operation().equals("DEQUANT") ? "copy." : "read.";
    if (measured.key().cache().equals("cold")) {
      return find(traffic + "memory", measured);
    }
    // Largest first; a level whose ceiling is missing is bounded by the faster level inside it.
    Optional<Ceiling> limit = find(traffic + "memory", measured);
    boolean cached = false;
    for (Machine.Cache cache : caches) {
      if (fits(measured, cache.bytes() * cache.instances())) {
        limit = find(traffic + "L" + cache.level(), measured);
        cached = true;
      } else if (cached && limit.isEmpty()) {
        limit = find(traffic + "L" + cache.level(), measured);
      }
    }
    return limit;
  }

  private static boolean fits(CaseRecord measured, long bytes) {
    return measured.work().bytes() <= bytes;
  }

  private Optional<Ceiling> find(String id, CaseRecord measured) {
    return ceilings.stream()
        .filter(each ->
            each.id().equals(id) && each.device().equals(hostDevice(measured.key().device())))
        .filter(each -> each.threads() >= measured.key().threads())
        .min(Comparator.comparingInt(Ceiling::threads));
  }

  /** Quantized kernels may multiply integers, up to four times as many a lane as FMA does. */
  private static boolean computesInFloat(CaseRecord measured) {
    return FLOATS.contains(measured.work().storedFormat());
  }

  /** Results may stay in a cache from one operation to the next, so only the rest surely moves. */
  private static double certainBytesPerSecond(CaseRecord measured, Speed speed) {
    double certain = Math.max(0, measured.work().bytes() - 4.0 * measured.work().outputs());
    return certain / speed.nanosPerOp().high() * 1e9;
  }
}
