package assay.datasets.gguf;

import assay.datasets.AtomicFile;
import assay.datasets.MetadataType;
import assay.datasets.MetadataValue;
import assay.kernels.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a GGUF file of version 3, or of version 2 for readers that stopped there.
 *
 * <p>Tensor data is written when its turn comes, so that a file can be larger than memory.
 */
public final class GgufWriter {

  /** Writes the bytes of one tensor, all of them. */
  @FunctionalInterface
  public interface Payload {
    void writeTo(FileChannel channel) throws IOException;
  }

  private record Entry(String name, Format format, List<Long> shape, long bytes, Payload payload) {}

  /** Channel writes of this size are as fast as larger ones. */
  private static final int SLICE = 1 << 24;

  private final Map<String, MetadataValue> metadata = new LinkedHashMap<>();
  private final List<Entry> tensors = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private int version = 3;

  /**
   * Sets the version to write. Version 3 only added big-endian files, so that little-endian ones
   * differ in nothing but the number.
   *
   * @param version 2 or 3
   */
  public GgufWriter version(int version) {
    if (version != 2 && version != 3) {
      throw new IllegalArgumentException(
          "GGUF version %d cannot be written; 2 and 3 can".formatted(version));
    }
    this.version = version;
    return this;
  }

  /** Sets a metadata value; a key that is there already keeps its place. */
  public GgufWriter put(String key, MetadataValue value) {
    metadata.put(key, value);
    return this;
  }

  /**
   * Adds a tensor that lies in memory.
   *
   * @param shape outermost first
   */
  public GgufWriter add(String name, Format format, List<Long> shape, MemorySegment data) {
    return add(name, format, shape, channel -> write(channel, data));
  }

  /**
   * Adds a tensor that is made while it is written.
   *
   * @param shape outermost first, at most four axes
   * @throws IllegalArgumentException when the shape doesn't fit the format, or the name is taken
   */
  public GgufWriter add(String name, Format format, List<Long> shape, Payload payload) {
    if (shape.size() > 4) {
      throw new IllegalArgumentException("%s has more than four axes: %s".formatted(name, shape));
    }
    if (!names.add(name)) {
      throw new IllegalArgumentException("two tensors are named " + name);
    }
    long rows = 1;
    for (int axis = 0; axis < shape.size() - 1; axis++) {
      rows = Math.multiplyExact(rows, shape.get(axis));
    }
    long columns = shape.isEmpty() ? 1 : shape.getLast();
    long bytes = Math.multiplyExact(rows, format.bytesFor(columns));
    tensors.add(new Entry(name, format, List.copyOf(shape), bytes, payload));
    return this;
  }

  /**
   * Writes the file, whole or not at all.
   *
   * @throws assay.datasets.TensorFileException when it cannot be written
   */
  public void write(Path target) {
    AtomicFile.write(target, this::write);
  }

  private void write(FileChannel channel) throws IOException {
    int alignment = alignment();
    write(channel, MemorySegment.ofArray(header(alignment)));
    pad(channel, alignment);
    for (Entry tensor : tensors) {
      long start = channel.position();
      tensor.payload().writeTo(channel);
      if (channel.position() - start != tensor.bytes()) {
        throw new IllegalStateException(
            "tensor %s wrote %d bytes instead of %d"
                .formatted(tensor.name(), channel.position() - start, tensor.bytes()));
      }
      pad(channel, alignment);
    }
  }

  private int alignment() {
    MetadataValue value = metadata.get(GgufFile.ALIGNMENT_KEY);
    return value == null ? GgufFile.DEFAULT_ALIGNMENT : (int) value.asLong().orElseThrow();
  }

  private byte[] header(int alignment) {
    Bytes header = new Bytes();
    header.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
    header.u32(version);
    header.u64(tensors.size());
    header.u64(metadata.size());
    metadata.forEach((key, value) -> {
      header.text(key);
      value(header, value);
    });
    long offset = 0;
    for (Entry tensor : tensors) {
      header.text(tensor.name());
      header.u32(tensor.shape().size());
      tensor.shape().reversed().forEach(header::u64);
      header.u32(tensor.format().ggmlId());
      header.u64(offset);
      offset += (tensor.bytes() + alignment - 1) / alignment * alignment;
    }
    return header.toByteArray();
  }

  private static void value(Bytes header, MetadataValue value) {
    byte[] bytes = value.bytes().toArray(ValueLayout.JAVA_BYTE);
    if (value.array()) {
      header.u32(MetadataType.ARRAY.ggufId());
      header.u32(value.type().ggufId());
      header.u64(value.count());
    } else {
      header.u32(value.type().ggufId());
      if (value.type() == MetadataType.TEXT) {
        header.u64(bytes.length);
      }
    }
    header.writeBytes(bytes);
  }

  private static void pad(FileChannel channel, int alignment) throws IOException {
    int over = (int) (channel.position() % alignment);
    if (over > 0) {
      write(channel, MemorySegment.ofArray(new byte[alignment - over]));
    }
  }

  private static void write(FileChannel channel, MemorySegment data) throws IOException {
    for (long at = 0; at < data.byteSize(); at += SLICE) {
      MemorySegment part = data.asSlice(at, Math.min(SLICE, data.byteSize() - at));
      ByteBuffer slice =
          part.isNative()
              ? part.asByteBuffer()
              : ByteBuffer.wrap(part.toArray(ValueLayout.JAVA_BYTE));
      while (slice.hasRemaining()) {
        channel.write(slice);
      }
    }
  }

  /** Little-endian bytes. */
  private static final class Bytes extends ByteArrayOutputStream {

    void u32(int value) {
      writeBytes(buffer(4).putInt(value).array());
    }

    void u64(long value) {
      writeBytes(buffer(8).putLong(value).array());
    }

    void text(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      u64(utf8.length);
      writeBytes(utf8);
    }

    private static ByteBuffer buffer(int bytes) {
      return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
