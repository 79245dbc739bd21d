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

  private static final String NET = "net_" + ENERGY.name;
  private static final String SUSTAINED = "sustained_";

  /**
   * Joules of an operation, idle included. What covers another part of the machine is another
   * quantity: joules of a package and joules behind a plug make no series.
   *
   * @param scope what it covers; "" where nobody recorded it
   */
  public static Metric energy(String scope) {
    return of(ENERGY.name, scope);
  }

  /** Joules of an operation above idle. */
  public static Metric netEnergy(String scope) {
    return of(NET, scope);
  }

  private static Metric of(String name, String scope) {
    return new Metric(scope.isEmpty() ? name : name + ": " + scope, ENERGY.unit, ENERGY.better);
  }

  /** Whether it is {@link #energy} of whatever scope. */
  public boolean isEnergy() {
    return is(ENERGY.name);
  }

  /** Whether it is {@link #netEnergy} of whatever scope. */
  public boolean isNetEnergy() {
    return is(NET);
  }

  private boolean is(String kind) {
    String plain = usual().name;
    return plain.equals(kind) || plain.startsWith(kind + ": ");
  }

  /** What an energy covers; "" where nobody recorded it, and of what is no energy. */
  public String scope() {
    int colon = name.indexOf(": ");
    return colon < 0 || !isEnergy() && !isNetEnergy() ? "" : name.substring(colon + 2);
  }

  /**
   * The same of a case that was repeated for minutes to hours: what a hot chip keeps up is no
   * slower version of what a cold one does for seconds, but another quantity.
   */
  public Metric sustained() {
    return isSustained() ? this : new Metric(SUSTAINED + name, unit, better);
  }

  public boolean isSustained() {
    return name.startsWith(SUSTAINED);
  }

  /** The same of short forks. */
  public Metric usual() {
    return isSustained() ? new Metric(name.substring(SUSTAINED.length()), unit, better) : this;
  }
}
