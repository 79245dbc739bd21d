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
 * @param latency of single operations in the measured iterations
 * @param hardware state over the measured iterations by quantity: {@code clock.mean} in Hz, {@code
 *     temperature.max} in degrees Celsius, {@code throttle.events}; empty when nothing was looked
 *     at
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

  /** Operations completed in a stretch of time. */
  public record Iteration(long operations, long nanos) {
    public double nanosPerOp() {
      return (double) nanos / operations;
    }
  }

  /**
   * @param histogram HdrHistogram V2, compressed, base64; nanoseconds
   */
  public record Latency(long count, String histogram) {}
}
