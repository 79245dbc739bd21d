package assay.bench.subject;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How much the JIT compilers have done so far.
 *
 * <p>The JVM adds a compilation to its sum when it ends, and one of a large kernel takes half a
 * second. Linux also tells the processor time of each thread, the compilers' among them, as it
 * passes.
 */
final class CompilerWork {

  private static final Path THREADS = Path.of("/proc/self/task");

  private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();

  /** A number that grows while anything is compiled; its unit means nothing. */
  long soFar() {
    return compiler.getTotalCompilationTime() + ticks();
  }

  private static long ticks() {
    if (!Files.isDirectory(THREADS)) {
      return 0;
    }
    try (Stream<Path> threads = Files.list(THREADS)) {
      return threads.mapToLong(CompilerWork::ticks).sum();
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * User and system time of a compiler's thread, 0 for other threads and for one that has ended.
   */
  private static long ticks(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      int end = stat.lastIndexOf(')');
      String name = stat.substring(stat.indexOf('(') + 1, end);
      if (!name.startsWith("C1 Compiler") && !name.startsWith("C2 Compiler")) {
        return 0;
      }
      // proc(5): utime and stime are fields 14 and 15, the name is the second.
      List<String> fields = List.of(stat.substring(end + 2).split(" "));
      return Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
    } catch (IOException e) {
      return 0;
    }
  }
}
