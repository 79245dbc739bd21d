package assay.datasets.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes GGUF byte by byte, right or wrong, without the writer under test. */
public final class GgufBytes extends ByteArrayOutputStream {

  public static GgufBytes start(int version, long tensors, long pairs) {
    return new GgufBytes().raw("GGUF").u32(version).u64(tensors).u64(pairs);
  }

  public GgufBytes raw(String ascii) {
    writeBytes(ascii.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  public GgufBytes u32(int value) {
    writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }

  public GgufBytes u64(long value) {
    writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  public GgufBytes text(String text) {
    return u64(text.length()).raw(text);
  }

  public GgufBytes pair(String key, String value) {
    return text(key).u32(8).text(value);
  }

  /** Extents innermost first, as in the file. */
  public GgufBytes tensor(String name, int type, long offset, long... extents) {
    text(name).u32(extents.length);
    for (long extent : extents) {
      u64(extent);
    }
    return u32(type).u64(offset);
  }

  public GgufBytes padTo(int alignment) {
    while (size() % alignment != 0) {
      write(0);
    }
    return this;
  }

  public GgufBytes zeros(int count) {
    writeBytes(new byte[count]);
    return this;
  }

  public Path save(Path file) {
    try {
      return Files.write(file, toByteArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
