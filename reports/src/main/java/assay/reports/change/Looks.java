package assay.reports.change;

/** How often the same growing series is looked at; each look is a chance of a false alarm. */
public enum Looks {
  /** This once: the whole false-alarm rate is spent on it. */
  ONCE,
  /** After every append: the rate holds over all looks together, for which each gets little. */
  EVERY
}
