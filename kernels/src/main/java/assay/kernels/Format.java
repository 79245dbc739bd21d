package assay.kernels;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How numbers are stored, with ggml's type ids and block geometry.
 *
 * <p>A row of a tensor is a whole number of blocks. Sizes and ids are facts of the GGUF file format
 * (ggml, MIT; {@code ggml.h} and {@code ggml-common.h} at d99724f2).
 */
public enum Format {
  F32("f32", 0, 1, 4),
  F16("f16", 1, 1, 2),
  Q4_0("q4_0", 2, 32, 18),
  Q4_1("q4_1", 3, 32, 20),
  Q5_0("q5_0", 6, 32, 22),
  Q5_1("q5_1", 7, 32, 24),
  Q8_0("q8_0", 8, 32, 34),
  Q8_1("q8_1", 9, 32, 36),
  Q2_K("q2_K", 10, 256, 84),
  Q3_K("q3_K", 11, 256, 110),
  Q4_K("q4_K", 12, 256, 144),
  Q5_K("q5_K", 13, 256, 176),
  Q6_K("q6_K", 14, 256, 210),
  Q8_K("q8_K", 15, 256, 292),
  IQ2_XXS("iq2_xxs", 16, 256, 66),
  IQ2_XS("iq2_xs", 17, 256, 74),
  IQ3_XXS("iq3_xxs", 18, 256, 98),
  IQ1_S("iq1_s", 19, 256, 50),
  IQ4_NL("iq4_nl", 20, 32, 18),
  IQ3_S("iq3_s", 21, 256, 110),
  IQ2_S("iq2_s", 22, 256, 82),
  IQ4_XS("iq4_xs", 23, 256, 136),
  I8("i8", 24, 1, 1),
  I16("i16", 25, 1, 2),
  I32("i32", 26, 1, 4),
  F64("f64", 28, 1, 8),
  IQ1_M("iq1_m", 29, 256, 56),
  BF16("bf16", 30, 1, 2),
  TQ1_0("tq1_0", 34, 256, 54),
  TQ2_0("tq2_0", 35, 256, 66),
  MXFP4("mxfp4", 39, 32, 17),
  NVFP4("nvfp4", 40, 64, 36),
  Q1_0("q1_0", 41, 128, 18),
  Q2_0("q2_0", 42, 64, 18);

  private final String text;
  private final int ggmlId;
  private final int blockElements;
  private final int blockBytes;

  Format(String text, int ggmlId, int blockElements, int blockBytes) {
    this.text = text;
    this.ggmlId = ggmlId;
    this.blockElements = blockElements;
    this.blockBytes = blockBytes;
  }

  /** ggml's own spelling, for instance {@code q4_K}. */
  public String text() {
    return text;
  }

  /** The value of {@code enum ggml_type}, as GGUF files store it. */
  public int ggmlId() {
    return ggmlId;
  }

  /** Elements in one block; 1 for plain number types. */
  public int blockElements() {
    return blockElements;
  }

  /** Bytes of one block. */
  public int blockBytes() {
    return blockBytes;
  }

  /** Whether elements share a scale, that is, whether a block holds more than one element. */
  public boolean isBlocked() {
    return blockElements > 1;
  }

  public double bitsPerElement() {
    return 8.0 * blockBytes / blockElements;
  }

  /** Whether a row of this many elements is a whole number of blocks. */
  public boolean fitsRow(long elements) {
    return elements % blockElements == 0;
  }

  /**
   * Bytes of {@code elements} consecutive elements.
   *
   * @throws IllegalArgumentException when they are not a whole number of blocks
   */
  public long bytesFor(long elements) {
    if (elements < 0 || !fitsRow(elements)) {
      throw new IllegalArgumentException(
          "%d elements are not a whole number of %s blocks of %d"
              .formatted(elements, text, blockElements));
    }
    return Math.multiplyExact(elements / blockElements, blockBytes);
  }

  /** The format of this name, in any case. */
  public static Optional<Format> named(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format.text.toLowerCase(Locale.ROOT).equals(wanted))
        .findFirst();
  }

  /** The format of this ggml type id, as read from a GGUF file. */
  public static Optional<Format> ofGgmlId(int id) {
    return Arrays.stream(values()).filter(format -> format.ggmlId == id).findFirst();
  }

  @Override
  public String toString() {
    return text;
  }
}
