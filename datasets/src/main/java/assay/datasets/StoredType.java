package assay.datasets;

import assay.kernels.Format;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a file stores a tensor's elements: a {@link Format}, or a type that kernels have no use for.
 *
 * @param text the format's name, or that of safetensors in lower case
 * @param blockElements elements of a block, 1 for plain numbers
 */
public record StoredType(String text, int blockElements, int blockBytes, Optional<Format> format) {

  public static final StoredType I64 = plain("i64", 8);
  public static final StoredType U8 = plain("u8", 1);
  public static final StoredType U16 = plain("u16", 2);
  public static final StoredType U32 = plain("u32", 4);
  public static final StoredType U64 = plain("u64", 8);
  public static final StoredType BOOL = plain("bool", 1);

  /** Sign, 4 exponent bits of bias 7, 3 of mantissa; no infinity (OCP FP8, 2023). */
  public static final StoredType F8_E4M3 = plain("f8_e4m3", 1);

  /** The upper byte of a binary16 (OCP FP8, 2023). */
  public static final StoredType F8_E5M2 = plain("f8_e5m2", 1);

  private static final int GGML_I64 = 27;

  private static StoredType plain(String text, int bytes) {
    return new StoredType(text, 1, bytes, Optional.empty());
  }

  public static StoredType of(Format format) {
    return new StoredType(
        format.text(), format.blockElements(), format.blockBytes(), Optional.of(format));
  }

  /** The type of this ggml id, as GGUF files store it. */
  public static Optional<StoredType> ofGgmlId(long id) {
    if (id == GGML_I64) {
      return Optional.of(I64);
    }
    return Arrays.stream(Format.values())
        .filter(format -> format.ggmlId() == id)
        .findFirst()
        .map(StoredType::of);
  }

  /** Bytes of a row, or empty when it is no whole number of blocks or its size overflows. */
  public Optional<Long> bytesFor(long elements) {
    if (elements < 0 || elements % blockElements != 0) {
      return Optional.empty();
    }
    long blocks = elements / blockElements;
    return Math.multiplyHigh(blocks, blockBytes) != 0 || blocks * blockBytes < 0
        ? Optional.empty()
        : Optional.of(blocks * blockBytes);
  }

  @Override
  public String toString() {
    return text;
  }
}
