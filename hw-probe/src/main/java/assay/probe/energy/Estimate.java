package assay.probe.energy;

/** A value with the interval that the sensor's period, window and accuracy leave it. */
public record Estimate(double value, double low, double high) {

  public Estimate {
    if (!(low <= value && value <= high)) {
      throw new IllegalArgumentException("%s is not within %s to %s".formatted(value, low, high));
    }
  }

  /** Times a positive factor: joules to joules per operation. */
  public Estimate times(double factor) {
    return new Estimate(value * factor, low * factor, high * factor);
  }
}
