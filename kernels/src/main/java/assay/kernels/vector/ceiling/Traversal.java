package assay.kernels.vector.ceiling;

import java.lang.foreign.MemorySegment;

/** One way of going through a slice of memory. */
interface Traversal {

  /** Slices are multiples of this: four full vectors of 64 bytes, for two halves of a copy. */
  int GRAIN = 1024;

  String name();

  /** Moves exactly {@code bytes} bytes, reads and writes counted alike. */
  long walk(MemorySegment memory, long offset, long bytes);
}
