package assay.kernels.vector.ceiling;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import assay.kernels.vector.shape.VectorShapes;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Vector loads, added up: an addition is the cheapest use that no compiler can leave out. */
final class ReadTraversal implements Traversal {

  private static final int STEP = VectorShapes.BITS / 8;

  @Override
  public String name() {
    return "read";
  }

  @Override
  public long walk(MemorySegment memory, long offset, long bytes) {
    IntVector sum0 = IntVector.zero(VectorShapes.I32);
    IntVector sum1 = sum0;
    IntVector sum2 = sum0;
    IntVector sum3 = sum0;
    long end = offset + bytes;
    for (long i = offset; i < end; i += 4 * STEP) {
      sum0 = sum0.add(load(memory, i));
      sum1 = sum1.add(load(memory, i + STEP));
      sum2 = sum2.add(load(memory, i + 2 * STEP));
      sum3 = sum3.add(load(memory, i + 3 * STEP));
    }
    return sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
  }

  private static IntVector load(MemorySegment memory, long offset) {
    return IntVector.fromMemorySegment(VectorShapes.I32, memory, offset, LITTLE_ENDIAN);
  }
}
