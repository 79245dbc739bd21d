package assay.kernels.plugin;

import assay.kernels.binding.CoreDumps;
import assay.kernels.binding.GuardedOutput;
import assay.kernels.binding.LastSeconds;
import assay.kernels.binding.UnusableLibraryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The process of a plug-in: loads it, and calls it as its parent says, until that is gone. */
final class PluginHost {

  /** The first number handed over; tells whether the library could be loaded. */
  static final int LOADED = 1;

  /** For what the library does when its process ends. */
  private static final int LAST_SECONDS = 5;

  /** A signal to the whole group, as a terminal sends, ends the parent in less. */
  private static final int PARENT_MILLIS = 2000;

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
  public static void main(String[] args) {
    CoreDumps.forbid();
    Path data = Path.of(args[1]);
    var last = new LastSeconds(LAST_SECONDS);
    Thread watch = watchParent(Thread.currentThread(), data.getParent(), last);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> leaveToParent(watch, last)));
    try {
      new PluginHost(map(Path.of(args[0])), data).serve(Path.of(args[2]));
    } catch (IOException | RuntimeException | Error e) {
      // The last line of the log, which the parent quotes.
      System.out.println(e);
      last.begin();
      Runtime.getRuntime().halt(1);
    }
  }

  private static MemorySegment map(Path control) throws IOException {
    try (FileChannel file =
        FileChannel.open(control, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MemorySegment shared = file.map(MapMode.READ_WRITE, 0, CallArea.BYTES, Arena.global());
      // By whoever comes first: the parent may be gone by now.
      Files.deleteIfExists(control);
      return shared;
    }
  }

  /** After a signal: files go if the parent goes, too, and stay as evidence if it does not. */
  private static void leaveToParent(Thread watch, LastSeconds last) {
    last.begin();
    try {
      watch.join(PARENT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A byte wakes this process, the end of the stream ends it. */
  private static Thread watchParent(Thread served, Path folder, LastSeconds last) {
    Thread watch =
        new Thread(() -> {
          try {
            while (System.in.read() >= 0) {
              LockSupport.unpark(served);
            }
          } catch (IOException e) {
            // As good as the end.
          }
          last.begin();
          discard(folder);
          Runtime.getRuntime().halt(0);
        });
    watch.setDaemon(true);
    watch.start();
    return watch;
  }

  /** With whatever the library left in its working directory. */
  private static void discard(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // What cannot be removed stays in the system's folder for such files.
    }
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
