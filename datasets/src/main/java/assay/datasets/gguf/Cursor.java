package assay.datasets.gguf;

import assay.datasets.TensorFileException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Walks over a file and never past its end. */
final class Cursor {

  private static final ValueLayout.OfInt LE_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LE_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path file;
  private final MemorySegment bytes;
  private long at;

  Cursor(Path file, MemorySegment bytes, long at) {
    this.file = file;
    this.bytes = bytes;
    this.at = at;
  }

  /** A second cursor at the same place. */
  Cursor copy() {
    return new Cursor(file, bytes, at);
  }

  long at() {
    return at;
  }

  long remaining() {
    return bytes.byteSize() - at;
  }

  /** Unsigned 32 bits. */
  long u32(String field) {
    long from = take(field, 4);
    return Integer.toUnsignedLong(bytes.get(LE_INT, from));
  }

  /** 64 bits; a value beyond the signed range is refused. */
  long u64(String field) {
    long from = take(field, 8);
    long value = bytes.get(LE_LONG, from);
    if (value < 0) {
      throw wrong(
          from, field, "is %s, more than any file holds".formatted(Long.toUnsignedString(value)));
    }
    return value;
  }

  /** A count of things that each take at least {@code leastBytes}. */
  long count(String field, long leastBytes) {
    long from = at;
    long count = u64(field);
    if (count > remaining() / leastBytes) {
      throw wrong(from, field, "is %d, but only %d bytes follow".formatted(count, remaining()));
    }
    return count;
  }

  /** A name: valid UTF-8 of at most {@code longest} bytes. */
  String name(String field, int longest) {
    long from = at;
    long length = count(field + " length", 1);
    if (length > longest) {
      throw wrong(
          from, field, "is %d bytes long, more than the %d allowed".formatted(length, longest));
    }
    byte[] raw = slice(field, length).toArray(ValueLayout.JAVA_BYTE);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      throw wrong(from + 8, field, "is not valid UTF-8");
    }
  }

  /** The next bytes, in place. */
  MemorySegment slice(String field, long length) {
    return bytes.asSlice(take(field, length), length);
  }

  TensorFileException wrong(long offset, String field, String reason) {
    return TensorFileException.at(file, offset, field, reason);
  }

  private long take(String field, long length) {
    if (length > remaining()) {
      throw wrong(
          at, field, "needs %d bytes, but the file ends after %d".formatted(length, remaining()));
    }
    long from = at;
    at += length;
    return from;
  }
}
