package assay.probe.telemetry;

/**
 * What a value covers. What contains what is {@link #contains}: adding a thing to its whole counts
 * it twice.
 */
public enum Scope {
  /** Everything behind the plug, conversion losses included. */
  WALL,
  /** The whole machine behind its power supply: psys, a BMC's reading, a running battery. */
  MACHINE,
  /** Processor, accelerator and memory of one module: Jetson's VDD_IN, Grace Hopper's module. */
  MODULE,
  /** An accelerator's card with its memory and regulators. */
  BOARD,
  /** One processor socket; on an APU its graphics too. */
  PACKAGE,
  /** The chip of an accelerator without its board. */
  CHIP,
  CORE,
  UNCORE,
  MEMORY,
  RAIL,
  /** A link or a port. */
  LINK;

  /**
   * Whether the energy of the other is part of this one's, on any machine that has both. CHIP and
   * MEMORY are of the board or the module that they sit on; a rail may feed anything.
   */
  public boolean contains(Scope other) {
    return switch (this) {
      case WALL -> other != WALL;
      case MACHINE -> other != WALL && other != MACHINE;
      case MODULE -> other.ordinal() > MODULE.ordinal();
      case BOARD -> other == CHIP || other == MEMORY || other == RAIL || other == LINK;
      case PACKAGE -> other == CORE || other == UNCORE;
      default -> false;
    };
  }
}
