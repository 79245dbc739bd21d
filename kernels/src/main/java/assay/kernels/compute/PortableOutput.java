package assay.kernels.compute;

import assay.kernels.Format;
import assay.kernels.binding.GuardedOutput;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * A result on the device, or a part of one, between two guard zones, and how it gets to the host.
 *
 * <p>The zones are those of {@link GuardedOutput}, whose judgement is used on a copy. A kernel is
 * given the second with the result: a device that drops writes beyond a buffer would hide them.
 */
final class PortableOutput {

  private static final int POISON = 0xffffffff;
  private static final int PATTERN = 0x01010101 * (GuardedOutput.PATTERN & 0xff);

  private final ComputeDevice device;
  private final ComputeMemory all;
  private final Format format;
  private final int count;
  private final long begin;
  private final long bytes;

  /**
   * @param all as many bytes as {@link #bytesFor} says
   * @param format F32, F16 or BF16
   */
  PortableOutput(ComputeDevice device, ComputeMemory all, Format format, long count) {
    this.device = device;
    this.all = all;
    this.format = format;
    this.count = Math.toIntExact(count);
    begin = begin(device);
    bytes = format.bytesFor(count);
    device.fill(all, 0, all.bytes(), PATTERN);
    poison();
  }

  static long bytesFor(ComputeDevice device, Format format, long count) {
    return begin(device) + Limits.up(format.bytesFor(count) + GuardedOutput.GUARD, Integer.BYTES);
  }

  private static long begin(ComputeDevice device) {
    return Limits.up(GuardedOutput.GUARD, device.limits().offsetAlignment());
  }

  /** Where a kernel writes to. */
  Buffer buffer() {
    return new Buffer(all, begin, all.bytes() - begin);
  }

  int count() {
    return count;
  }

  /** NaN in every floating-point format. Devices fill words; half of the last may be guard. */
  void poison() {
    long words = bytes / Integer.BYTES * Integer.BYTES;
    device.fill(all, begin, words, POISON);
    if (words < bytes) {
      short[] half = {(short) POISON};
      device.upload(MemorySegment.ofArray(half), all, begin + words);
    }
    device.await();
  }

  void read(float[] destination, int at) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(Math.max(1, bytes), 64).asSlice(0, bytes);
      device.download(all, begin, copy);
      if (format == Format.F32) {
        MemorySegment.copy(copy, ValueLayout.JAVA_FLOAT, 0, destination, at, count);
        return;
      }
      for (int i = 0; i < count; i++) {
        short half = copy.getAtIndex(ValueLayout.JAVA_SHORT, i);
        destination[at + i] =
            format == Format.F16
                ? Float.float16ToFloat(half)
                : Float.intBitsToFloat(half << Short.SIZE);
      }
    }
  }

  Optional<String> damage() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment before = arena.allocate(GuardedOutput.GUARD);
      MemorySegment after = arena.allocate(GuardedOutput.GUARD);
      device.download(all, begin - GuardedOutput.GUARD, before);
      device.download(all, begin + bytes, after);
      return GuardedOutput.damage(before, after);
    }
  }
}
