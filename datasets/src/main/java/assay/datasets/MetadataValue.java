package assay.datasets;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A metadata value, left in the file until it is asked for: a vocabulary can be larger than what
 * anybody wants on the heap.
 *
 * @param type of the value, or of each element of an array
 * @param array whether it is an array
 * @param count elements of an array, else 1
 * @param bytes little-endian values one after the other; texts of an array each follow their 64-bit
 *     length, a single text is its UTF-8 bytes
 */
public record MetadataValue(MetadataType type, boolean array, long count, MemorySegment bytes) {

  private static final ValueLayout.OfShort LE_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt LE_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LE_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int LONGEST_TEXT = 1 << 24;

  public static MetadataValue text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return new MetadataValue(MetadataType.TEXT, false, 1, MemorySegment.ofArray(utf8));
  }

  public static MetadataValue u32(int value) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[4]);
    bytes.set(LE_INT, 0, value);
    return new MetadataValue(MetadataType.U32, false, 1, bytes);
  }

  /** The whole number that a single value is, whatever its width. */
  public OptionalLong asLong() {
    if (array
        || type == MetadataType.TEXT
        || type == MetadataType.F32
        || type == MetadataType.F64) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(whole(0));
  }

  /** The text of a value that is one, else its printed form. */
  public String asText() {
    return array ? first(8).toString() : element(0);
  }

  /** At most {@code limit} elements, printed. */
  public List<String> first(int limit) {
    List<String> elements = new ArrayList<>();
    long at = 0;
    for (long i = 0; i < count && i < limit; i++) {
      elements.add(element(at));
      at += array && type == MetadataType.TEXT ? 8 + bytes.get(LE_LONG, at) : type.bytes();
    }
    return elements;
  }

  private String element(long at) {
    return switch (type) {
      case TEXT -> array ? utf8(bytes.asSlice(at + 8, bytes.get(LE_LONG, at))) : utf8(bytes);
      case BOOL -> String.valueOf(bytes.get(ValueLayout.JAVA_BYTE, at) != 0);
      case F32 -> String.valueOf(Float.intBitsToFloat(bytes.get(LE_INT, at)));
      case F64 -> String.valueOf(Double.longBitsToDouble(bytes.get(LE_LONG, at)));
      case U64 -> Long.toUnsignedString(bytes.get(LE_LONG, at));
      default -> String.valueOf(whole(at));
    };
  }

  private long whole(long at) {
    return switch (type) {
      case U8, BOOL -> Byte.toUnsignedLong(bytes.get(ValueLayout.JAVA_BYTE, at));
      case I8 -> bytes.get(ValueLayout.JAVA_BYTE, at);
      case U16 -> Short.toUnsignedLong(bytes.get(LE_SHORT, at));
      case I16 -> bytes.get(LE_SHORT, at);
      case U32 -> Integer.toUnsignedLong(bytes.get(LE_INT, at));
      case I32 -> bytes.get(LE_INT, at);
      default -> bytes.get(LE_LONG, at);
    };
  }

  private static String utf8(MemorySegment segment) {
    long length = Math.min(segment.byteSize(), LONGEST_TEXT);
    byte[] raw = segment.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    return new String(raw, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    String shown = TextSafety.printable(asText());
    return array ? "%s[%d] %s".formatted(type, count, shown) : shown;
  }
}
