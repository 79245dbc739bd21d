package assay.probe.energy;

/**
 * What power and time of an operation come to.
 *
 * @param watts while it is repeated
 * @param seconds that one takes
 */
public record PerOperation(Estimate watts, double seconds) {

  public PerOperation {
    if (!(watts.low() >= 0 && watts.value() > 0 && seconds > 0)) {
      throw new IllegalArgumentException("neither power nor time of an operation is 0 or less");
    }
  }

  /** J of one operation. */
  public Estimate joules() {
    return watts.times(seconds);
  }

  /** Operations for one joule. */
  public double operationsPerJoule() {
    return 1 / joules().value();
  }

  /** J·s: of two ways that take equal energy the faster one is better. */
  public double energyDelayProduct() {
    return joules().value() * seconds;
  }
}
