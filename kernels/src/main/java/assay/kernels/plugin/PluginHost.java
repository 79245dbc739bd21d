package assay.kernels.plugin;

import assay.kernels.binding.CoreDumps;
import assay.kernels.binding.GuardedOutput;
import assay.kernels.binding.UnusableLibraryException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The process of a plug-in: loads it, and calls it as its parent says, until that is gone. */
final class PluginHost {

  /** The first number handed over; tells whether the library could be loaded. */
  static final int LOADED = 1;

  /** Calls of a timed loop follow each other faster; then the core is left to others. */
  private static final long SPIN_NANOS = 2_000_000;

  private final CallArea area;
  private final HandOver handOver;
  private final Path data;

  private PluginHost(MemorySegment shared, Path data) {
    area = new CallArea(shared);
    handOver = new HandOver(shared);
    this.data = data;
  }

  /**
   * @param args file of the call area, file of what is uploaded and read, library
   */
  public static void main(String[] args) throws IOException {
    CoreDumps.forbid();
    Path data = Path.of(args[1]);
    watchParent(Thread.currentThread(), data.getParent());
    try (FileChannel control =
        FileChannel.open(Path.of(args[0]), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MemorySegment shared = control.map(MapMode.READ_WRITE, 0, CallArea.BYTES, Arena.global());
      new PluginHost(shared, data).serve(Path.of(args[2]));
    }
  }

  /** A byte wakes this process, the end of the stream ends it. */
  private static void watchParent(Thread served, Path folder) {
    Thread watch =
        new Thread(() -> {
          try {
            while (System.in.read() >= 0) {
              LockSupport.unpark(served);
            }
            discard(folder);
          } catch (IOException e) {
            // As good as the end.
          }
          Runtime.getRuntime().halt(0);
        });
    watch.setDaemon(true);
    watch.start();
  }

  private static void discard(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private void serve(Path library) throws IOException {
    PluginTable table;
    try {
      table = PluginTable.load(library);
    } catch (UnusableLibraryException e) {
      CallArea.text(area.error(), e.getMessage());
      handOver.respond(LOADED, PluginStatus.UNAVAILABLE.ordinal());
      awaitRequest(LOADED + 1); // Which never comes: the parent closes the stream.
      return;
    }
    CallArea.text(area.answer(), table.identity().lines());
    handOver.respond(LOADED, 0);
    for (int done = LOADED; ; done++) {
      awaitRequest(done + 1);
      handOver.respond(done + 1, call(table, handOver.function()));
    }
  }

  private void awaitRequest(int number) {
    long start = System.nanoTime();
    long spin = HandOver.isSpinning() ? SPIN_NANOS : 0;
    while (handOver.requested() != number) {
      long waited = System.nanoTime() - start;
      if (waited < spin) {
        HandOver.spin(waited);
        continue;
      }
      handOver.asleep(true);
      if (handOver.requested() != number) {
        LockSupport.park();
      }
      handOver.asleep(false);
    }
  }

  private int call(PluginTable table, PluginFunction function) throws IOException {
    return switch (function) {
      case UPLOAD -> upload(table);
      case READ -> read(table);
      default -> table.call(function, area, MemorySegment.NULL);
    };
  }

  private int upload(PluginTable table) throws IOException {
    long bytes = area.second();
    if (bytes == 0) {
      return table.call(PluginFunction.UPLOAD, area, MemorySegment.NULL);
    }
    try (Arena arena = Arena.ofConfined();
        FileChannel file = FileChannel.open(data, StandardOpenOption.READ)) {
      MemorySegment all = file.map(MapMode.READ_ONLY, 0, bytes, arena);
      return table.call(PluginFunction.UPLOAD, area, all);
    }
  }

  /** Between guard zones, which the parent made and looks at. */
  private int read(PluginTable table) throws IOException {
    long bytes = area.second();
    try (Arena arena = Arena.ofConfined();
        FileChannel file =
            FileChannel.open(data, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MemorySegment all = file.map(MapMode.READ_WRITE, 0, bytes + 2 * GuardedOutput.GUARD, arena);
      return table.call(PluginFunction.READ, area, all.asSlice(GuardedOutput.GUARD, bytes));
    }
  }
}
