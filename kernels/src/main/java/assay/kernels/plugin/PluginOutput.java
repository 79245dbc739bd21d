package assay.kernels.plugin;

import static assay.kernels.binding.GuardedOutput.GUARD;

import assay.kernels.Format;
import assay.kernels.binding.GuardedOutput;
import assay.kernels.format.Codecs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** A result in a plug-in's memory: how it is poisoned, read, and what was written around it. */
final class PluginOutput {

  private static final long CACHE_LINE = 64;

  private final Plugin plugin;
  private final long kernel;
  private final Format format;
  private final int count;
  private final MemorySegment copy;
  private final GuardedOutput guarded;
  private final MemorySegment poison;
  private final boolean hasGuards;
  private long readNanos;

  /**
   * @param kernel just prepared
   * @param format F32, F16 or BF16
   */
  PluginOutput(Plugin plugin, long kernel, Format format, long count, Arena arena) {
    this.plugin = plugin;
    this.kernel = kernel;
    this.format = format;
    this.count = Math.toIntExact(count);
    long bytes = format.bytesFor(count);
    copy = arena.allocate(GUARD + bytes + GUARD, CACHE_LINE);
    guarded =
        GuardedOutput.between(
            copy.asSlice(0, GUARD), copy.asSlice(GUARD, bytes), copy.asSlice(GUARD + bytes));
    poison = arena.allocate(Math.max(1, bytes), CACHE_LINE).asSlice(0, bytes).fill((byte) 0xff);
    hasGuards = layGuards();
    poison();
  }

  private boolean layGuards() {
    MemorySegment pattern =
        MemorySegment.ofArray(new byte[(int) GUARD]).fill(GuardedOutput.PATTERN);
    try {
      plugin.upload(kernel, PluginSlot.GUARD_BEFORE, pattern);
      plugin.upload(kernel, PluginSlot.GUARD_AFTER, pattern);
      return true;
    } catch (PluginException e) {
      if (e.status() == PluginStatus.UNSUPPORTED) {
        return false;
      }
      throw e;
    }
  }

  /** Whether writes beyond the result are seen that the device itself makes. */
  boolean hasGuards() {
    return hasGuards;
  }

  void poison() {
    plugin.upload(kernel, PluginSlot.OUTPUT, poison);
  }

  /** How long the last read took; 0 before the first. */
  long readNanos() {
    return readNanos;
  }

  void read(float[] destination) {
    guarded.poison();
    long start = System.nanoTime();
    plugin.read(kernel, PluginSlot.OUTPUT, copy);
    readNanos = System.nanoTime() - start;
    Codecs.of(format).decode(guarded.data(), 0, destination, 0, count);
  }

  /** Around the device's result, or around a copy that was read. */
  Optional<String> damage() {
    Optional<String> ofCopy = guarded.damage().map(what -> what + " when it was read");
    return ofCopy.isPresent() || !hasGuards
        ? ofCopy
        : GuardedOutput.damage(zone(PluginSlot.GUARD_BEFORE), zone(PluginSlot.GUARD_AFTER));
  }

  private MemorySegment zone(PluginSlot slot) {
    MemorySegment all = Arena.ofAuto().allocate(3 * GUARD, CACHE_LINE);
    plugin.read(kernel, slot, all);
    return all.asSlice(GUARD, GUARD);
  }
}
