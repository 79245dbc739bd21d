package assay.kernels.plugin;

import assay.kernels.binding.GuardedOutput;
import java.lang.foreign.MemorySegment;

/** Where calls go: into this process, or another. Of one thread at a time. */
interface PluginCaller extends AutoCloseable {

  PluginIdentity identity();

  /** Arguments are put there, and answers are found there. */
  CallArea area();

  /**
   * Calls a function.
   *
   * @param seconds after which a process of its own is ended
   * @return the status
   * @throws PluginLostException when its process ended, or was ended
   */
  int call(PluginFunction function, int seconds);

  /** Calls {@code UPLOAD} of all of {@code data}, in any memory. */
  int upload(MemorySegment data, int seconds);

  /**
   * Calls {@code READ}.
   *
   * @param guarded off the heap: where the data goes between {@link GuardedOutput#GUARD} bytes at
   *     either end, which are handed over, too
   */
  int read(MemorySegment guarded, int seconds);

  /** Whether its process has ended; then every call throws. */
  boolean isLost();

  @Override
  void close();
}
