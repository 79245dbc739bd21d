package assay.reports.record;

import assay.probe.Reading;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
 * @param telemetry what sensors said meanwhile; null in records of versions that did not ask them
 * @param sustained the course of one that was repeated for minutes to hours; null for others
 */
public record ForkRecord(
    int round,
    String startedAt,
    long prepareNanos,
    List<Iteration> warmup,
    List<Iteration> iterations,
    Latency latency,
    Map<String, Reading<Double>> hardware,
    String outcome,
    @JsonInclude(JsonInclude.Include.NON_NULL) Telemetry telemetry,
    @JsonInclude(JsonInclude.Include.NON_NULL) Sustained sustained) {

  /** Without telemetry. */
  public ForkRecord(
      int round,
      String startedAt,
      long prepareNanos,
      List<Iteration> warmup,
      List<Iteration> iterations,
      Latency latency,
      Map<String, Reading<Double>> hardware,
      String outcome) {
    this(
        round, startedAt, prepareNanos, warmup, iterations, latency, hardware, outcome, null, null);
  }

  /** In {@link #hardware}: what the measured iterations took that are not excluded. */
  public static final String ENERGY = "energy";

  /** In {@link #hardware}: the part of {@link #ENERGY} above what the idle machine takes. */
  public static final String NET_ENERGY = "energy.net";

  /** In {@link #hardware} where latencies were taken and not kept: why. */
  public static final String LATENCY = "latency";

  private static final String JOULES = "J";

  /** The same with another look at its energy. */
  public ForkRecord with(Map<String, Reading<Double>> otherHardware, Telemetry otherTelemetry) {
    return new ForkRecord(
        round,
        startedAt,
        prepareNanos,
        warmup,
        iterations,
        latency,
        otherHardware,
        outcome,
        otherTelemetry,
        sustained);
  }

  /** Joules per operation, idle included, or why nobody knows. */
  public Reading<Double> joulesPerOp() {
    return joulesPerOp(ENERGY);
  }

  /** Joules per operation above idle, or why nobody knows. */
  public Reading<Double> netJoulesPerOp() {
    return joulesPerOp(NET_ENERGY);
  }

  /** Seconds in iterations that are not excluded. */
  public double countedSeconds() {
    return counted().mapToLong(Iteration::nanos).sum() * 1e-9;
  }

  private Stream<Iteration> counted() {
    return iterations.stream().filter(Iteration::isCounted);
  }

  /** Whether it has iterations, and something spoilt every one of them. */
  @JsonIgnore
  public boolean isLeftOut() {
    return !iterations.isEmpty() && counted().findAny().isEmpty();
  }

  /** Over those iterations that the energy is of: what spoilt a time spoilt the power too. */
  private Reading<Double> joulesPerOp(String which) {
    Reading<Double> read = hardware.get(which);
    if (read == null) {
      return Reading.unavailable("energy was not measured in this run");
    }
    if (isLeftOut()) {
      return Reading.unavailable("every iteration of this fork was left out");
    }
    long operations = counted().mapToLong(Iteration::operations).sum();
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

  /**
   * Operations completed in a stretch of time.
   *
   * @param excluded why it is no evidence, such as a neighbour that took the processor; else empty
   */
  public record Iteration(
      long operations, long nanos, @JsonInclude(JsonInclude.Include.NON_EMPTY) String excluded) {

    public Iteration {
      excluded = excluded == null ? "" : excluded;
    }

    /** One that counts. */
    public Iteration(long operations, long nanos) {
      this(operations, nanos, "");
    }

    /** Without operations or time there is no rate. */
    public boolean hasRate() {
      return operations > 0 && nanos > 0;
    }

    /** Whether nothing spoilt it. */
    @JsonIgnore
    public boolean isCounted() {
      return excluded.isEmpty();
    }

    /** Whether it enters the figures. */
    @JsonIgnore
    public boolean isUsable() {
      return hasRate() && isCounted();
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
