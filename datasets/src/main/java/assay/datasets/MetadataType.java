package assay.datasets;

import java.util.Arrays;
import java.util.Optional;

/** Types of metadata values, with GGUF's ids (ggml docs/gguf.md, MIT). */
public enum MetadataType {
  U8(0, 1),
  I8(1, 1),
  U16(2, 2),
  I16(3, 2),
  U32(4, 4),
  I32(5, 4),
  F32(6, 4),
  BOOL(7, 1),
  TEXT(8, 0),
  ARRAY(9, 0),
  U64(10, 8),
  I64(11, 8),
  F64(12, 8);

  private final int ggufId;
  private final int bytes;

  MetadataType(int ggufId, int bytes) {
    this.ggufId = ggufId;
    this.bytes = bytes;
  }

  public int ggufId() {
    return ggufId;
  }

  /** Bytes of one value, 0 where that varies. */
  public int bytes() {
    return bytes;
  }

  public static Optional<MetadataType> ofGgufId(long id) {
    return Arrays.stream(values()).filter(type -> type.ggufId == id).findFirst();
  }
}
