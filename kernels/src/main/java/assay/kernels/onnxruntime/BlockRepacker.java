package assay.kernels.onnxruntime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import assay.kernels.Format;
import assay.kernels.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * Splits blocks of Q4_0 and Q8_0 into codes and scales, which ONNX keeps apart.
 *
 * <p>Both formats are a binary16 scale and 32 codes. Q4_0 has codes 0 to 15 in the low halves of
 * its 16 bytes and 16 to 31 in the high ones; ONNX has neighbours in one byte, the first of them in
 * the low half.
 */
final class BlockRepacker {

  static final int BLOCK = 32;

  /** {@code q - 8} in four bits is {@code q} with its highest bit turned. */
  private static final int SIGN_OF_TWO_HALVES = 0x88;

  private static final int SIGN_OF_BYTE = 0x80;

  private final Tensor source;

  BlockRepacker(Tensor source) {
    this.source = source;
  }

  private long blocks() {
    return source.byteSize() / source.format().blockBytes();
  }

  private long start(long block) {
    return block * source.format().blockBytes();
  }

  /** One float32 per block; every binary16 is one exactly. */
  void scales(MemorySegment target) {
    for (long block = 0; block < blocks(); block++) {
      target.setAtIndex(
          JAVA_FLOAT,
          block,
          Float.float16ToFloat(source.data().get(JAVA_SHORT_UNALIGNED, start(block))));
    }
  }

  /** One binary16 per block. */
  void halfScales(MemorySegment target) {
    for (long block = 0; block < blocks(); block++) {
      target.setAtIndex(JAVA_SHORT, block, source.data().get(JAVA_SHORT_UNALIGNED, start(block)));
    }
  }

  /** Unsigned codes around 8 or 128. */
  void unsignedCodes(MemorySegment target) {
    codes(target, source.format() == Format.Q8_0 ? SIGN_OF_BYTE : 0);
  }

  /** Codes in two's complement. */
  void signedCodes(MemorySegment target) {
    codes(target, source.format() == Format.Q8_0 ? 0 : SIGN_OF_TWO_HALVES);
  }

  private void codes(MemorySegment target, int turned) {
    boolean bytes = source.format() == Format.Q8_0;
    for (long block = 0; block < blocks(); block++) {
      long from = start(block) + Short.BYTES;
      if (bytes) {
        for (int i = 0; i < BLOCK; i++) {
          int code = source.data().get(JAVA_BYTE, from + i);
          target.set(JAVA_BYTE, block * BLOCK + i, (byte) (code ^ turned));
        }
      } else {
        for (int i = 0; i < BLOCK / 2; i++) {
          int pair = half(from, 2 * i) | half(from, 2 * i + 1) << 4;
          target.set(JAVA_BYTE, block * (BLOCK / 2) + i, (byte) (pair ^ turned));
        }
      }
    }
  }

  private int half(long from, int code) {
    int octet = source.data().get(JAVA_BYTE, from + code % (BLOCK / 2));
    return (code < BLOCK / 2 ? octet : octet >> 4) & 0xf;
  }
}
