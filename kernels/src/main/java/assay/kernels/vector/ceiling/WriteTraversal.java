package assay.kernels.vector.ceiling;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import assay.kernels.vector.shape.VectorShapes;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;

/** Vector stores. */
final class WriteTraversal implements Traversal {

  private static final int STEP = VectorShapes.BITS / 8;

  @Override
  public String name() {
    return "write";
  }

  @Override
  public long walk(MemorySegment memory, long offset, long bytes) {
    IntVector value = IntVector.broadcast(VectorShapes.I32, (int) offset);
    long end = offset + bytes;
    for (long i = offset; i < end; i += 4 * STEP) {
      value.intoMemorySegment(memory, i, LITTLE_ENDIAN);
      value.intoMemorySegment(memory, i + STEP, LITTLE_ENDIAN);
      value.intoMemorySegment(memory, i + 2 * STEP, LITTLE_ENDIAN);
      value.intoMemorySegment(memory, i + 3 * STEP, LITTLE_ENDIAN);
    }
    return bytes;
  }
}
