package assay.kernels.gpu;

import assay.kernels.Format;
import assay.kernels.binding.GuardedOutput;
import assay.kernels.gpu.driver.GpuContext;
import assay.kernels.gpu.driver.GpuMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * A result on the device between two guard zones, and how it gets to the host.
 *
 * <p>The zones are those of {@link GuardedOutput}, whose judgement is used on a copy.
 */
final class GpuOutput {

  private static final int POISON = 0xff;

  private final GpuContext context;
  private final GpuMemory all;
  private final Format format;
  private final int count;
  private final long bytes;

  /**
   * @param all as many bytes as {@link #bytesFor} says
   * @param format F32, F16 or BF16
   */
  GpuOutput(GpuContext context, GpuMemory all, Format format, long count) {
    this.context = context;
    this.all = all;
    this.format = format;
    this.count = Math.toIntExact(count);
    bytes = format.bytesFor(count);
    context.queue().fill(all, 0, all.bytes(), GuardedOutput.PATTERN & 0xff);
    poison();
  }

  static long bytesFor(Format format, long count) {
    return GuardedOutput.GUARD + format.bytesFor(count) + GuardedOutput.GUARD;
  }

  /** Where a kernel writes to; a multiple of 256. */
  long address() {
    return all.at(GuardedOutput.GUARD, bytes);
  }

  /** NaN in every floating-point format. */
  void poison() {
    context.queue().fill(all, GuardedOutput.GUARD, bytes, POISON);
    context.queue().await();
  }

  void read(float[] destination) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(Math.max(1, bytes), 64).asSlice(0, bytes);
      context.download(all, GuardedOutput.GUARD, copy);
      if (format == Format.F32) {
        MemorySegment.copy(copy, ValueLayout.JAVA_FLOAT, 0, destination, 0, count);
        return;
      }
      for (int i = 0; i < count; i++) {
        short half = copy.getAtIndex(ValueLayout.JAVA_SHORT, i);
        destination[i] =
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
      context.download(all, 0, before);
      context.download(all, GuardedOutput.GUARD + bytes, after);
      return GuardedOutput.damage(before, after);
    }
  }
}
