package assay.kernels.onnxruntime;

import assay.kernels.Format;

/** Element types with their ids, which TensorProto and the C API share. */
enum OnnxType {
  FLOAT(1, 32),
  UINT8(2, 8),
  INT8(3, 8),
  INT32(6, 32),
  FLOAT16(10, 16),
  /** Two to a byte, the first in the low half. */
  INT4(22, 4);

  private final int id;
  private final int bits;

  OnnxType(int id, int bits) {
    this.id = id;
    this.bits = bits;
  }

  /** The float type of a format. */
  static OnnxType of(Format format) {
    return switch (format) {
      case F32 -> FLOAT;
      case F16 -> FLOAT16;
      default -> throw new IllegalArgumentException("ONNX has no type for " + format);
    };
  }

  int id() {
    return id;
  }

  long bytesFor(long elements) {
    return Math.ceilDiv(elements * bits, 8L);
  }
}
