package assay.kernels.ggml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Thread pools of the CPU backend. Without one ggml starts and ends its threads inside every call.
 */
final class GgmlThreads {

  /**
   * {@code struct ggml_threadpool_params} is 528 bytes; room for fields that later versions add.
   */
  private static final long PARAMS_BYTES = 4096;

  /** After {@code bool cpumask[512]}. */
  private static final long COUNT_OFFSET = 512;

  private static final long POLL_OFFSET = 520;

  /** Any number that no field has by default. */
  private static final int PROBE = 7;

  private static final MethodHandle INIT = Downcalls.returningNothing(ADDRESS, JAVA_INT);
  private static final MethodHandle NEW = Downcalls.returning(ADDRESS, ADDRESS);
  private static final MethodHandle FREE = Downcalls.returningNothing(ADDRESS);
  private static final MethodHandle SET_POOL = Downcalls.returningNothing(ADDRESS, ADDRESS);
  private static final MethodHandle SET_COUNT = Downcalls.returningNothing(ADDRESS, JAVA_INT);

  private final MemorySegment init;
  private final MemorySegment create;
  private final MemorySegment free;
  private final MemorySegment setPool;
  private final MemorySegment setCount;
  private final int poll;

  GgmlThreads(SharedLibrary base, GgmlDevices devices, MemorySegment registration)
      throws UnusableLibraryException {
    init = base.require("ggml_threadpool_params_init");
    create = offered(devices, registration, "ggml_threadpool_new");
    free = offered(devices, registration, "ggml_threadpool_free");
    setPool = offered(devices, registration, "ggml_backend_cpu_set_threadpool");
    setCount = offered(devices, registration, "ggml_backend_set_n_threads");
    poll = checkParams(base);
  }

  private static MemorySegment offered(GgmlDevices devices, MemorySegment registration, String name)
      throws UnusableLibraryException {
    MemorySegment function = devices.procAddress(registration, name);
    if (Downcalls.isNull(function)) {
      throw new UnusableLibraryException("ggml's CPU backend offers no " + name);
    }
    return function;
  }

  private int checkParams(SharedLibrary base) throws UnusableLibraryException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params = params(arena, PROBE);
      int poll = params.get(JAVA_INT, POLL_OFFSET);
      if (params.get(JAVA_INT, COUNT_OFFSET) != PROBE || poll < 0 || poll > 100) {
        throw new UnusableLibraryException(
            "%s lays out ggml_threadpool_params in a way that Assay doesn't know"
                .formatted(base.path()));
      }
      return poll;
    }
  }

  private MemorySegment params(Arena arena, int threads) {
    MemorySegment params = arena.allocate(PARAMS_BYTES, 8);
    try {
      INIT.invokeExact(init, params, threads);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
    return params;
  }

  /** How long idle threads spin, from 0 to 100; ggml's own default. */
  int poll() {
    return poll;
  }

  /** Starts a pool and gives it to the backend. */
  MemorySegment startPool(MemorySegment backend, int threads) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params = params(arena, threads);
      var pool = (MemorySegment) NEW.invokeExact(create, params);
      SET_COUNT.invokeExact(setCount, backend, threads);
      SET_POOL.invokeExact(setPool, backend, pool);
      return pool;
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  void freePool(MemorySegment pool) {
    try {
      FREE.invokeExact(free, pool);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
