package assay.kernels.vector.ceiling;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import assay.kernels.vector.shape.VectorShapes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Dot products of bytes from L1, widened to ints: the ceiling of integer decode in Java.
 *
 * <p>The Vector API has no operation for the processors' dot-product instructions, so this widening
 * form is what can be reached; its distance from those is a finding of its own.
 */
final class ByteDots implements Work {

  private static final int LANES = VectorShapes.LANES;

  /** Both operands together are an eighth of the smallest L1 in use. */
  private static final int BYTES = 2_048;

  private static final int PASSES = 8;

  /** Two parts where the lanes are four: the API has no vector of four bytes. */
  private static final VectorSpecies<Byte> NARROW =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, 8 * LANES)));

  private static final int STEP = NARROW.length();

  private final MemorySegment[] operands;

  ByteDots(Arena arena, int threads) {
    operands = new MemorySegment[threads];
    for (int i = 0; i < threads; i++) {
      operands[i] = arena.allocate(2L * BYTES, 64).fill((byte) 3);
    }
  }

  /** A multiplication and an addition for each pair. */
  @Override
  public double amount() {
    return 2.0 * PASSES * BYTES;
  }

  @Override
  public long run(int thread, long call) {
    long sum = 0;
    for (int pass = 0; pass < PASSES; pass++) {
      sum += dot(operands[thread]);
    }
    return sum;
  }

  private static int dot(MemorySegment pair) {
    IntVector sum0 = IntVector.zero(VectorShapes.I32);
    IntVector sum1 = sum0;
    IntVector sum2 = sum0;
    IntVector sum3 = sum0;
    for (long i = 0; i < BYTES; i += 4 * STEP) {
      sum0 = sum0.add(product(pair, i));
      sum1 = sum1.add(product(pair, i + STEP));
      sum2 = sum2.add(product(pair, i + 2 * STEP));
      sum3 = sum3.add(product(pair, i + 3 * STEP));
    }
    return sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
  }

  private static IntVector product(MemorySegment pair, long offset) {
    ByteVector a = ByteVector.fromMemorySegment(NARROW, pair, offset, LITTLE_ENDIAN);
    ByteVector b = ByteVector.fromMemorySegment(NARROW, pair, offset + BYTES, LITTLE_ENDIAN);
    IntVector low = widen(a, 0).mul(widen(b, 0));
    return LANES == 4 ? low.add(widen(a, 1).mul(widen(b, 1))) : low;
  }

  private static IntVector widen(ByteVector bytes, int part) {
    return (IntVector) bytes.convertShape(VectorOperators.B2I, VectorShapes.I32, part);
  }
}
