package assay.kernels.accuracy;

import assay.kernels.Format;
import assay.kernels.Tensor;
import assay.kernels.format.Codec;
import assay.kernels.format.Codecs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Activations as a kernel sees them that rounds them first. */
final class RoundedTensor {

  private RoundedTensor() {}

  /**
   * The F32 tensor after a way through {@code format}; a last partial block is padded with zeros.
   */
  static Tensor of(Tensor exact, Format format, Arena arena) {
    if (format == Format.F32) {
      return exact;
    }
    int columns = Math.toIntExact(exact.columns());
    int padded = Math.ceilDiv(columns, format.blockElements()) * format.blockElements();
    Codec codec = Codecs.of(format);
    Codec floats = Codecs.of(Format.F32);
    float[] row = new float[padded];
    MemorySegment stored = arena.allocate(Math.max(1, format.bytesFor(padded)), 64);
    MemorySegment data = arena.allocate(Math.max(1, exact.byteSize()), 64);
    for (long i = 0; i < exact.rows(); i++) {
      floats.decode(exact.data(), i * exact.rowBytes(), row, 0, columns);
      codec.encode(row, 0, padded, stored, 0);
      codec.decode(stored, 0, row, 0, padded);
      floats.encode(row, 0, columns, data, i * exact.rowBytes());
      java.util.Arrays.fill(row, columns, padded, 0);
    }
    return new Tensor(Format.F32, exact.rows(), exact.columns(), data);
  }
}
