package assay.kernels.vector.ceiling;

import java.lang.foreign.MemorySegment;

/** The JVM's own copy routine, which may bypass the cache as no Java loop can. */
final class LibraryCopy implements Traversal {

  @Override
  public String name() {
    return "copy";
  }

  @Override
  public long walk(MemorySegment memory, long offset, long bytes) {
    long half = bytes / 2;
    MemorySegment.copy(memory, offset, memory, offset + half, half);
    return bytes;
  }
}
