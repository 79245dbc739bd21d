package assay.kernels.contract;

/** What the numbers look like; each is there for the kind of bug it finds. */
public enum Fill {
  /** Signed, of moderate size. */
  RANDOM,
  /** Signs alternate: terms cancel, so an error in one of them is not hidden by the others. */
  ALTERNATING,
  /** Blocks of zero scale, and both zeros among the activations: 0 * q, reciprocals of 0. */
  BLANKS,
  /** Subnormal scales and activations near the end of the exponent range. */
  TINY,
  /** Neighbouring blocks differ by powers of two: wrong scale, wrong block. */
  MIXED,
  /** The largest finite scales: sums that leave binary16 or 16-bit lanes. */
  LARGEST
}
