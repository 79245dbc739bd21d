package assay.kernels.ggml;

import static assay.kernels.binding.GuardedOutput.PATTERN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import assay.kernels.binding.GuardedOutput;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A result in memory that only the device reaches, between two tensors that show whether it wrote
 * beyond. What aligns the second is no tensor's and is not seen.
 */
final class GgmlDeviceOutput implements GgmlPrepared.Output {

  private static final byte NAN = (byte) 0xff;

  private final GgmlLibrary library;
  private final MemorySegment before;
  private final MemorySegment result;
  private final MemorySegment after;
  private final long bytes;

  GgmlDeviceOutput(
      GgmlLibrary library, MemorySegment before, MemorySegment result, MemorySegment after) {
    this.library = library;
    this.before = before;
    this.result = result;
    this.after = after;
    bytes = library.tensors().byteSize(result);
    fill(before, GuardedOutput.GUARD, PATTERN);
    fill(after, GuardedOutput.GUARD, PATTERN);
  }

  @Override
  public void poison() {
    fill(result, bytes, NAN);
  }

  @Override
  public void read(float[] destination) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(bytes, Float.BYTES);
      library.devices().download(result, copy);
      MemorySegment.copy(copy, JAVA_FLOAT, 0, destination, 0, Math.toIntExact(bytes / Float.BYTES));
    }
  }

  /** As {@link GuardedOutput#damage}. */
  @Override
  public Optional<String> damage() {
    if (isTouched(before)) {
      return Optional.of("wrote before the start of its output");
    }
    return isTouched(after) ? Optional.of("wrote beyond the end of its output") : Optional.empty();
  }

  private boolean isTouched(MemorySegment guard) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(GuardedOutput.GUARD);
      library.devices().download(guard, copy);
      for (byte one : copy.toArray(JAVA_BYTE)) {
        if (one != PATTERN) {
          return true;
        }
      }
      return false;
    }
  }

  private void fill(MemorySegment tensor, long size, byte value) {
    try (Arena arena = Arena.ofConfined()) {
      library.devices().upload(tensor, arena.allocate(size).fill(value));
    }
  }
}
