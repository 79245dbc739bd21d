package assay.kernels.plugin;

import assay.kernels.binding.GuardedOutput;
import assay.kernels.binding.UnusableLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** A plug-in that the user trusts with this process: a crash or a hang is this process's own. */
final class LocalCaller implements PluginCaller {

  private static final long CACHE_LINE = 64;

  private final PluginTable table;
  private final CallArea area;

  LocalCaller(Path path) throws UnusableLibraryException {
    table = PluginTable.load(path);
    area = new CallArea(Arena.ofAuto().allocate(CallArea.BYTES, CACHE_LINE));
  }

  @Override
  public PluginIdentity identity() {
    return table.identity();
  }

  @Override
  public CallArea area() {
    return area;
  }

  @Override
  public int call(PluginFunction function, int seconds) {
    return table.call(function, area, MemorySegment.NULL);
  }

  @Override
  public int upload(MemorySegment data, int seconds) {
    try (Arena arena = Arena.ofConfined()) {
      return table.call(PluginFunction.UPLOAD, area, aligned(data, arena));
    }
  }

  /** As the interface promises; tensors of a mapped model lie where its file has them. */
  private static MemorySegment aligned(MemorySegment data, Arena arena) {
    return data.isNative() && data.address() % CACHE_LINE == 0
        ? data
        : arena
            .allocate(Math.max(1, data.byteSize()), CACHE_LINE)
            .asSlice(0, data.byteSize())
            .copyFrom(data);
  }

  @Override
  public int read(MemorySegment guarded, int seconds) {
    long bytes = guarded.byteSize() - 2 * GuardedOutput.GUARD;
    return table.call(PluginFunction.READ, area, guarded.asSlice(GuardedOutput.GUARD, bytes));
  }

  @Override
  public boolean isLost() {
    return false;
  }

  /** The library stays: it may have started threads. */
  @Override
  public void close() {}
}
