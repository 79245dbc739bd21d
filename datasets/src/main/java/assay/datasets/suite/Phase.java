package assay.datasets.suite;

import java.util.Locale;

/** When in inference a kernel runs. */
public enum Phase {
  /** One token at a time: bound by memory bandwidth. */
  DECODE,
  /** A whole prompt, image or sound at once: bound by arithmetic. */
  PREFILL,
  /** Weights turned into another format, at load time or tile by tile. */
  LOAD;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
