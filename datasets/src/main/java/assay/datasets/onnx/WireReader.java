package assay.datasets.onnx;

import assay.datasets.TensorFileException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** Walks over the fields of one protobuf message. */
final class WireReader {

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED_32 = 5;

  private final Path file;
  private final MemorySegment bytes;
  private final long end;
  private long at;
  private int field;
  private int wire;
  private long value;
  private long start;

  WireReader(Path file, MemorySegment bytes, long start, long end) {
    this.file = file;
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /** Moves to the next field; false at the end of the message. */
  boolean next() {
    if (at >= end) {
      return false;
    }
    long tag = varint();
    field = (int) Math.min(tag >>> 3, Integer.MAX_VALUE);
    wire = (int) (tag & 7);
    switch (wire) {
      case VARINT -> value = varint();
      case FIXED_64 -> skip(8);
      case FIXED_32 -> skip(4);
      case LENGTH -> {
        long length = varint();
        if (length < 0) {
          throw wrong("has a negative length");
        }
        skip(length);
      }
      default -> throw wrong("has the unknown wire type " + wire);
    }
    return true;
  }

  int field() {
    return field;
  }

  /** Whether the field is bytes, a text, a message or packed numbers. */
  boolean isBytes() {
    return wire == LENGTH;
  }

  boolean isVarint() {
    return wire == VARINT;
  }

  long value() {
    return value;
  }

  /** First byte of the field's content in the file. */
  long start() {
    return start;
  }

  MemorySegment content() {
    return bytes.asSlice(start, at - start);
  }

  /** The message that the field holds. */
  WireReader message() {
    return new WireReader(file, bytes, start, at);
  }

  /** The next bare number, for packed lists. */
  long varint() {
    long result = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= end) {
        throw wrong("ends within a number");
      }
      long octet = bytes.get(ValueLayout.JAVA_BYTE, at++);
      result |= (octet & 0x7F) << shift;
      if (octet >= 0) {
        return result;
      }
    }
    throw wrong("has a number of more than 64 bits");
  }

  boolean atEnd() {
    return at >= end;
  }

  private void skip(long length) {
    if (length > end - at) {
      throw wrong("needs %d bytes, but only %d follow".formatted(length, end - at));
    }
    start = at;
    at += length;
  }

  private TensorFileException wrong(String reason) {
    return TensorFileException.at(file, at, "protobuf field " + field, reason);
  }
}
