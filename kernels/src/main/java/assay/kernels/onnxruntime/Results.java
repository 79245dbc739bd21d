package assay.kernels.onnxruntime;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;

/** Reads outputs as float32. */
final class Results {

  private Results() {}

  static void copy(MemorySegment output, float[] destination) {
    MemorySegment.copy(output, JAVA_FLOAT, 0, destination, 0, destination.length);
  }

  /** From head after head to query after query. */
  static void byQuery(
      MemorySegment output, int heads, int queries, int width, float[] destination) {
    for (int head = 0; head < heads; head++) {
      for (int query = 0; query < queries; query++) {
        MemorySegment.copy(
            output,
            JAVA_FLOAT,
            4L * width * ((long) head * queries + query),
            destination,
            (query * heads + head) * width,
            width);
      }
    }
  }
}
