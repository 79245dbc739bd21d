package assay.datasets.safetensors;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Mapped memory as a stream. */
final class SegmentStream extends InputStream {

  private final MemorySegment bytes;
  private long at;

  SegmentStream(MemorySegment bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    return at < bytes.byteSize() ? Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, at++)) : -1;
  }

  @Override
  public int read(byte[] to, int start, int length) {
    int taken = (int) Math.min(length, bytes.byteSize() - at);
    if (taken == 0 && length > 0) {
      return -1;
    }
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, to, start, taken);
    at += taken;
    return taken;
  }
}
