package assay.reports.record;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Records at rest: gzip, which every machine can open. */
public final class Packed {

  /** As much as a run record may have; a file of a few bytes may claim to unpack to anything. */
  public static final int MOST_BYTES = 256 << 20;

  private Packed() {}

  /** Fast rather than small: most of a record is histograms that are compressed already. */
  public static byte[] pack(byte[] content) {
    var packed = new ByteArrayOutputStream(content.length / 2 + 64);
    try (OutputStream out = new FastGzip(packed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /**
   * What was packed; content that is not gzip is taken as it is.
   *
   * @throws IOException when it is damaged or too large
   */
  public static byte[] unpack(byte[] bytes) throws IOException {
    boolean gzip = bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    if (!gzip) {
      return bytes;
    }
    long said = saidBytes(bytes);
    if (said > MOST_BYTES) {
      throw new IOException(
          "it is cut short, or unpacks to more than %d bytes".formatted(MOST_BYTES));
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes), 1 << 16)) {
      // No more than it says: to find out how much more there is would fill the memory first.
      byte[] content = in.readNBytes((int) said + 1);
      if (content.length != said) {
        throw new IOException("it does not unpack to the %d bytes that it says".formatted(said));
      }
      return content;
    }
  }

  /** The last four bytes of gzip, little-endian. */
  private static long saidBytes(byte[] gzip) {
    return gzip.length < 4
        ? 0
        : Integer.toUnsignedLong(
            ByteBuffer.wrap(gzip).order(ByteOrder.LITTLE_ENDIAN).getInt(gzip.length - 4));
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
