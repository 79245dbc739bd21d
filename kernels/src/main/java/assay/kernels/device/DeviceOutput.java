package assay.kernels.device;

import assay.kernels.Format;
import assay.kernels.binding.GuardedOutput;
import assay.kernels.format.Codecs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A result on a device, or a part of one, between two guard zones, and how it gets to the host.
 *
 * <p>The zones are those of {@link GuardedOutput}, whose judgement is used on a copy.
 *
 * @param <M> a piece of the device's memory
 */
public final class DeviceOutput<M> {

  private static final byte POISON = (byte) 0xff;

  private final DeviceQueue<M> queue;
  private final M all;
  private final Format format;
  private final int count;
  private final long begin;
  private final long bytes;

  /**
   * @param all as many bytes as {@link #bytesFor} says
   * @param alignment of where a result begins, in bytes
   * @param format F32, F16 or BF16
   */
  public DeviceOutput(DeviceQueue<M> queue, M all, long alignment, Format format, long count) {
    this.queue = queue;
    this.all = all;
    this.format = format;
    this.count = Math.toIntExact(count);
    begin = begin(alignment);
    bytes = format.bytesFor(count);
    queue.fillBytes(all, 0, bytesFor(alignment, format, count), GuardedOutput.PATTERN);
    poison();
  }

  /** With the zones, in whole words, as kernels may be given it. */
  public static long bytesFor(long alignment, Format format, long count) {
    return begin(alignment) + up(format.bytesFor(count) + GuardedOutput.GUARD, Integer.BYTES);
  }

  private static long begin(long alignment) {
    return up(GuardedOutput.GUARD, alignment);
  }

  private static long up(long bytes, long multiple) {
    return Math.ceilDiv(bytes, multiple) * multiple;
  }

  /** Where the result lies in the memory. */
  public long begin() {
    return begin;
  }

  int count() {
    return count;
  }

  /** NaN in every floating-point format. */
  public void poison() {
    queue.fillBytes(all, begin, bytes, POISON);
    queue.await();
  }

  void read(float[] destination, int at) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(Math.max(1, bytes), 64).asSlice(0, bytes);
      queue.download(all, begin, copy);
      Codecs.of(format).decode(copy, 0, destination, at, count);
    }
  }

  Optional<String> damage() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment before = arena.allocate(GuardedOutput.GUARD);
      MemorySegment after = arena.allocate(GuardedOutput.GUARD);
      queue.download(all, begin - GuardedOutput.GUARD, before);
      queue.download(all, begin + bytes, after);
      return GuardedOutput.damage(before, after);
    }
  }
}
