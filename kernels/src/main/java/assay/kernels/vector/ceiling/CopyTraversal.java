package assay.kernels.vector.ceiling;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import assay.kernels.vector.shape.VectorShapes;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;

/** Vector loads from the first half of the slice, stored to the second. */
final class CopyTraversal implements Traversal {

  private static final int STEP = VectorShapes.BITS / 8;

  @Override
  public String name() {
    return "copy";
  }

  @Override
  public long walk(MemorySegment memory, long offset, long bytes) {
    long half = bytes / 2;
    MemorySegment source = memory.asSlice(offset, half);
    MemorySegment target = memory.asSlice(offset + half, half);
    for (long i = 0; i < half; i += 4 * STEP) {
      move(source, target, i);
      move(source, target, i + STEP);
      move(source, target, i + 2 * STEP);
      move(source, target, i + 3 * STEP);
    }
    return bytes;
  }

  private static void move(MemorySegment source, MemorySegment target, long offset) {
    IntVector.fromMemorySegment(VectorShapes.I32, source, offset, LITTLE_ENDIAN)
        .intoMemorySegment(target, offset, LITTLE_ENDIAN);
  }
}
