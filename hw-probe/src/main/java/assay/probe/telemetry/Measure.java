package assay.probe.telemetry;

/** What a channel tells, in which unit, and whether only differences of it mean something. */
public enum Measure {
  POWER("W", false),
  /** Counter; where it wraps, {@link Channel#wrapsAt} says at what. */
  ENERGY("J", true),
  POWER_CAP("W", false),
  TEMPERATURE("°C", false),
  CLOCK("Hz", false),
  FAN("RPM", false),
  /** Counter of the time that heat, a brake or a fault held something below its speed. */
  THROTTLED("s", true),
  /**
   * The same of its own limit of power or voltage, or of several causes with such a one in them.
   */
  CAPPED("s", true),
  /** Counter of the time that something worked, waited or was taken away; of all cores together. */
  TIME("s", true),
  /** Counter of errors, trips, slow-downs. */
  EVENTS("1", true),
  /** A step or a set of bits at one moment: a cooling device's state, reasons that hold a clock. */
  LEVEL("1", false),
  /** 0 to 1, such as the charge of a battery or a busy share. */
  SHARE("1", false);

  private final String unit;
  private final boolean counter;

  Measure(String unit, boolean counter) {
    this.unit = unit;
    this.counter = counter;
  }

  public String unit() {
    return unit;
  }

  public boolean isCounter() {
    return counter;
  }

  /** Whether energy can be made of it. */
  public boolean tellsEnergy() {
    return this == POWER || this == ENERGY;
  }

  /** Whether it is the time that something was held below its speed, for whatever cause. */
  public boolean tellsHoldingBack() {
    return this == THROTTLED || this == CAPPED;
  }
}
