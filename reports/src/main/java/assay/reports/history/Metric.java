package assay.reports.history;

/**
 * A quantity whose history is kept, with its direction: nobody downstream has to guess whether more
 * is better.
 *
 * @param name of the quantity, {@code time_per_op} for one
 * @param unit that values are in; {@code 1} for a ratio
 */
public record Metric(String name, String unit, Better better) {

  public static final Metric TIME = new Metric("time_per_op", "ns", Better.LOWER);
  public static final Metric P99 = new Metric("p99_latency", "ns", Better.LOWER);
  public static final Metric ENERGY = new Metric("energy_per_op", "J", Better.LOWER);
  public static final Metric NMSE = new Metric("nmse", "1", Better.LOWER);
  public static final Metric MAX_ERROR = new Metric("max_relative_error", "1", Better.LOWER);
}
