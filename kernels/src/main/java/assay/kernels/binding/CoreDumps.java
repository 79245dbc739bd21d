package assay.kernels.binding;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The image of memory that a system writes into the working directory when a process is aborted.
 *
 * <p>HotSpot keeps its own crashes from leaving one, but not {@code abort()} in a library.
 */
public final class CoreDumps {

  /** {@code RLIMIT_CORE}, the same on Linux and macOS. */
  private static final int CORE_LIMIT = 4;

  private static final MethodHandle SET_LIMIT = Downcalls.returning(JAVA_INT, JAVA_INT, ADDRESS);

  private CoreDumps() {}

  /** From now on this process leaves none; where the system has no such limit nothing changes. */
  public static void forbid() {
    Optional<MemorySegment> setLimit = Linker.nativeLinker().defaultLookup().find("setrlimit");
    if (setLimit.isEmpty()) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      // Present and highest limit, both 0; lowering them is always allowed.
      MemorySegment limits = arena.allocate(JAVA_LONG, 2);
      int ignored = (int) SET_LIMIT.invokeExact(setLimit.get(), CORE_LIMIT, limits);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
