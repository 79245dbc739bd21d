package assay.reports.record;

import assay.probe.Reading;
import java.util.List;
import java.util.Map;

/**
 * One JVM's measurement of one case; forks are the independent observations.
 *
 * @param round of the plan, from 0; every case runs once a round
 * @param startedAt ISO-8601 UTC
 * @param prepareNanos packing, uploading, compiling; outside the timed region
 * @param warmup iterations that were run and not used, kept to judge steadiness
 * @param iterations measured
 * @param latency of single operations in the measured iterations; null when they were not timed one
 *     by one, or a busy host makes them worthless, see {@link #LATENCY}
 * @param hardware state over the measured iterations by quantity: {@code clock.mean} in Hz, {@code
 *     temperature.max} in degrees Celsius, {@code throttle.events}, {@code energy} in J; those of a
 *     device begin with {@code gpu.}; empty when nothing was looked at
 * @param outcome empty when the fork ended well, else what happened to it
 */
public record ForkRecord(
    int round,
    String startedAt,
    long prepareNanos,
    List<Iteration> warmup,
    List<Iteration> iterations,
    Latency latency,
    Map<String, Reading<Double>> hardware,
    String outcome) {

  /** In {@link #hardware}: what all measured iterations together took. */
  public static final String ENERGY = "energy";

  /** In {@link #hardware} where latencies were taken and not kept: why. */
  public static final String LATENCY = "latency";

  private static final String JOULES = "J";

  /** Joules per operation, or why nobody knows. */
  public Reading<Double> joulesPerOp() {
    Reading<Double> read = hardware.get(ENERGY);
    if (read == null) {
      return Reading.unavailable("energy was not measured in this run");
    }
    long operations = iterations.stream().mapToLong(Iteration::operations).sum();
    return switch (read) {
      case Reading.Unavailable<Double> missing -> missing;
      case Reading.Present<Double>(Double joules, String unit, String source) ->
          unit.equals(JOULES) && joules > 0 && Double.isFinite(joules) && operations > 0
              ? Reading.of(joules / operations, JOULES, source)
              : Reading.unavailable(
                  "%s tells no energy: %s %s over %d operations"
                      .formatted(source, joules, unit, operations));
    };
  }

  /** Operations completed in a stretch of time. */
  public record Iteration(long operations, long nanos) {

    /** Without operations or time there is no rate. */
    public boolean hasRate() {
      return operations > 0 && nanos > 0;
    }

    public double nanosPerOp() {
      return (double) nanos / operations;
    }
  }

  /**
   * @param histogram HdrHistogram V2, compressed, base64; nanoseconds
   */
  public record Latency(long count, String histogram) {}
}
