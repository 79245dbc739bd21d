package assay.kernels.vector.decode;

import static assay.kernels.vector.decode.Loads.LANES;

import assay.kernels.vector.shape.VectorShapes;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Sixteen integers that a nibble selects.
 *
 * <p>Held in as many vectors as sixteen lanes take; the JIT sees through a record in a static final
 * field, so that the table stays in registers.
 */
record CodeTable(IntVector first, IntVector second, IntVector third, IntVector fourth) {

  /** IQ4_NL's and IQ4_XS's codes (ggml, MIT; {@code kvalues_iq4nl}). */
  static final CodeTable IQ4 =
      of(-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113);

  /** E2M1 doubled, so that all are whole (OCP Microscaling Formats 1.0, table 5). */
  static final CodeTable FP4 = of(0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12);

  private static CodeTable of(int... codes) {
    return new CodeTable(
        part(codes, 0), part(codes, LANES), part(codes, 2 * LANES), part(codes, 3 * LANES));
  }

  private static IntVector part(int[] codes, int from) {
    return IntVector.fromArray(VectorShapes.I32, codes, from % codes.length);
  }

  /** The entry of each lane; {@code nibbles} are from 0 to 15. */
  IntVector select(IntVector nibbles) {
    if (LANES == 16) {
      return nibbles.selectFrom(first);
    }
    if (LANES == 8) {
      return nibbles.selectFrom(first, second);
    }
    IntVector within = nibbles.and(3);
    IntVector low =
        within
            .selectFrom(first)
            .blend(within.selectFrom(second), nibbles.and(4).compare(VectorOperators.NE, 0));
    IntVector high =
        within
            .selectFrom(third)
            .blend(within.selectFrom(fourth), nibbles.and(4).compare(VectorOperators.NE, 0));
    return low.blend(high, nibbles.compare(VectorOperators.GE, 8));
  }
}
