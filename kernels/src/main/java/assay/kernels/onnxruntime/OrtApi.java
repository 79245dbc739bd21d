package assay.kernels.onnxruntime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.binding.Downcalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions of {@code struct OrtApi}, found by their place in it.
 *
 * <p>The struct only ever grows at its end, so a place holds for all later versions. Most functions
 * return a status that is NULL when all went well. It is taken as a number here, because a pointer
 * would be a Java object on each call.
 */
final class OrtApi {

  private static final int GET_ERROR_MESSAGE = 2;
  private static final int DISABLE_TELEMETRY_EVENTS = 6;
  private static final int CREATE_SESSION_FROM_ARRAY = 8;
  private static final int CREATE_SESSION_OPTIONS = 10;
  private static final int SET_INTRA_OP_NUM_THREADS = 24;
  private static final int CREATE_TENSOR_WITH_DATA = 49;
  private static final int CREATE_CPU_MEMORY_INFO = 69;
  private static final int RELEASE_ENV = 92;
  private static final int RELEASE_STATUS = 93;
  private static final int RELEASE_MEMORY_INFO = 94;
  private static final int RELEASE_SESSION = 95;
  private static final int RELEASE_VALUE = 96;
  private static final int RELEASE_SESSION_OPTIONS = 100;
  private static final int CREATE_ENV_WITH_GLOBAL_THREAD_POOLS = 119;
  private static final int DISABLE_PER_SESSION_THREADS = 120;
  private static final int CREATE_THREADING_OPTIONS = 121;
  private static final int RELEASE_THREADING_OPTIONS = 122;
  private static final int GET_AVAILABLE_PROVIDERS = 125;
  private static final int RELEASE_AVAILABLE_PROVIDERS = 126;
  private static final int RUN_WITH_BINDING = 133;
  private static final int CREATE_IO_BINDING = 134;
  private static final int RELEASE_IO_BINDING = 135;
  private static final int BIND_INPUT = 136;
  private static final int BIND_OUTPUT = 137;
  private static final int SET_GLOBAL_INTRA_OP_NUM_THREADS = 147;
  private static final int SET_GLOBAL_INTER_OP_NUM_THREADS = 148;
  private static final int SET_GLOBAL_SPIN_CONTROL = 149;
  private static final int ADD_EXTERNAL_INITIALIZERS = 210;
  private static final int KNOWN_FUNCTIONS = 211;

  /** {@code ORT_LOGGING_LEVEL_ERROR}. */
  private static final int LOG_ERRORS = 3;

  /** {@code OrtArenaAllocator} and {@code OrtMemTypeDefault}. */
  private static final int ARENA_ALLOCATOR = 1;

  private static final int DEFAULT_MEMORY = 0;

  private static final MethodHandle STRING_OF = Downcalls.returning(ADDRESS, JAVA_LONG);
  private static final MethodHandle RELEASE = Downcalls.returningNothing(ADDRESS);
  private static final MethodHandle RELEASE_LONG = Downcalls.returningNothing(JAVA_LONG);
  private static final MethodHandle RELEASE_LIST = Downcalls.returningNothing(ADDRESS, JAVA_INT);
  private static final MethodHandle P = Downcalls.returning(JAVA_LONG, ADDRESS);
  private static final MethodHandle PP = Downcalls.returning(JAVA_LONG, ADDRESS, ADDRESS);
  private static final MethodHandle PI = Downcalls.returning(JAVA_LONG, ADDRESS, JAVA_INT);
  private static final MethodHandle PPP = Downcalls.returning(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle PPPS =
      Downcalls.returning(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, Downcalls.SIZE);
  private static final MethodHandle IIP =
      Downcalls.returning(JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle IPPP =
      Downcalls.returning(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle SESSION =
      Downcalls.returning(JAVA_LONG, ADDRESS, ADDRESS, Downcalls.SIZE, ADDRESS, ADDRESS);
  private static final MethodHandle TENSOR =
      Downcalls.returning(
          JAVA_LONG, ADDRESS, ADDRESS, Downcalls.SIZE, ADDRESS, Downcalls.SIZE, JAVA_INT, ADDRESS);

  private final MemorySegment[] functions = new MemorySegment[KNOWN_FUNCTIONS];

  /**
   * @param table the struct
   */
  OrtApi(MemorySegment table) {
    MemorySegment slots = table.reinterpret(KNOWN_FUNCTIONS * ADDRESS.byteSize());
    for (int i = 0; i < KNOWN_FUNCTIONS; i++) {
      functions[i] = slots.getAtIndex(ADDRESS, i);
    }
  }

  @FunctionalInterface
  private interface Call {
    long status() throws Throwable;
  }

  @FunctionalInterface
  private interface Maker {
    long status(MemorySegment out) throws Throwable;
  }

  private void check(Call call) {
    long status;
    try {
      status = call.status();
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
    if (status != 0) {
      throw failure(status);
    }
  }

  private MemorySegment make(Maker maker) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      check(() -> maker.status(out));
      return out.get(ADDRESS, 0);
    }
  }

  private OrtException failure(long status) {
    try {
      var text = (MemorySegment) STRING_OF.invokeExact(functions[GET_ERROR_MESSAGE], status);
      String message = Downcalls.string(text);
      RELEASE_LONG.invokeExact(functions[RELEASE_STATUS], status);
      return new OrtException(message);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private void release(int function, MemorySegment pointer) {
    try {
      RELEASE.invokeExact(functions[function], pointer);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** {@code GetAvailableProviders}: execution providers that this build has. */
  List<String> availableProviders() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment list = arena.allocate(ADDRESS);
      MemorySegment length = arena.allocate(JAVA_INT);
      check(() -> (long) PP.invokeExact(functions[GET_AVAILABLE_PROVIDERS], list, length));
      int count = length.get(JAVA_INT, 0);
      MemorySegment names = list.get(ADDRESS, 0);
      MemorySegment all = names.reinterpret(count * ADDRESS.byteSize());
      List<String> providers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        providers.add(Downcalls.string(all.getAtIndex(ADDRESS, i)));
      }
      check(() -> {
        RELEASE_LIST.invokeExact(functions[RELEASE_AVAILABLE_PROVIDERS], names, count);
        return 0;
      });
      return List.copyOf(providers);
    }
  }

  /**
   * The environment, whose threads spin while they wait; a process has one at a time.
   *
   * @param threads the caller of an operation included
   */
  MemorySegment createEnvironment(int threads) {
    MemorySegment options =
        make(out -> (long) P.invokeExact(functions[CREATE_THREADING_OPTIONS], out));
    try (Arena arena = Arena.ofConfined()) {
      check(() ->
          (long) PI.invokeExact(functions[SET_GLOBAL_INTRA_OP_NUM_THREADS], options, threads));
      check(() -> (long) PI.invokeExact(functions[SET_GLOBAL_INTER_OP_NUM_THREADS], options, 1));
      check(() -> (long) PI.invokeExact(functions[SET_GLOBAL_SPIN_CONTROL], options, 1));
      MemorySegment name = arena.allocateFrom("assay");
      MemorySegment environment =
          make(out ->
              (long)
                  IPPP.invokeExact(
                      functions[CREATE_ENV_WITH_GLOBAL_THREAD_POOLS],
                      LOG_ERRORS,
                      name,
                      options,
                      out));
      check(() -> (long) P.invokeExact(functions[DISABLE_TELEMETRY_EVENTS], environment));
      return environment;
    } finally {
      release(RELEASE_THREADING_OPTIONS, options);
    }
  }

  void releaseEnvironment(MemorySegment environment) {
    release(RELEASE_ENV, environment);
  }

  MemorySegment createSessionOptions() {
    return make(out -> (long) P.invokeExact(functions[CREATE_SESSION_OPTIONS], out));
  }

  /** Sessions then compute on the environment's threads. */
  void useThreadsOfEnvironment(MemorySegment options) {
    check(() -> (long) P.invokeExact(functions[DISABLE_PER_SESSION_THREADS], options));
  }

  void setThreads(MemorySegment options, int threads) {
    check(() -> (long) PI.invokeExact(functions[SET_INTRA_OP_NUM_THREADS], options, threads));
  }

  /**
   * Stands in for data that the model says is outside of it.
   *
   * @param value lives longer than the session
   */
  void addInitializer(MemorySegment options, MemorySegment name, MemorySegment value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment names = arena.allocateFrom(ADDRESS, name);
      MemorySegment values = arena.allocateFrom(ADDRESS, value);
      check(() ->
          (long)
              PPPS.invokeExact(functions[ADD_EXTERNAL_INITIALIZERS], options, names, values, 1L));
    }
  }

  void releaseSessionOptions(MemorySegment options) {
    release(RELEASE_SESSION_OPTIONS, options);
  }

  MemorySegment createSession(
      MemorySegment environment, MemorySegment model, MemorySegment options) {
    return make(out ->
        (long)
            SESSION.invokeExact(
                functions[CREATE_SESSION_FROM_ARRAY],
                environment,
                model,
                model.byteSize(),
                options,
                out));
  }

  void releaseSession(MemorySegment session) {
    release(RELEASE_SESSION, session);
  }

  /** {@code OrtMemoryInfo} of the host's memory. */
  MemorySegment createHostMemory() {
    return make(out ->
        (long)
            IIP.invokeExact(
                functions[CREATE_CPU_MEMORY_INFO], ARENA_ALLOCATOR, DEFAULT_MEMORY, out));
  }

  void releaseMemory(MemorySegment memory) {
    release(RELEASE_MEMORY_INFO, memory);
  }

  /** A tensor over our own memory. */
  MemorySegment createTensor(
      MemorySegment memory, MemorySegment data, long[] shape, OnnxType type) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment extents = arena.allocateFrom(JAVA_LONG, shape);
      return make(out ->
          (long)
              TENSOR.invokeExact(
                  functions[CREATE_TENSOR_WITH_DATA],
                  memory,
                  data,
                  data.byteSize(),
                  extents,
                  (long) shape.length,
                  type.id(),
                  out));
    }
  }

  void releaseTensor(MemorySegment tensor) {
    release(RELEASE_VALUE, tensor);
  }

  MemorySegment createBinding(MemorySegment session) {
    return make(out -> (long) PP.invokeExact(functions[CREATE_IO_BINDING], session, out));
  }

  void bindInput(MemorySegment binding, MemorySegment name, MemorySegment tensor) {
    check(() -> (long) PPP.invokeExact(functions[BIND_INPUT], binding, name, tensor));
  }

  void bindOutput(MemorySegment binding, MemorySegment name, MemorySegment tensor) {
    check(() -> (long) PPP.invokeExact(functions[BIND_OUTPUT], binding, name, tensor));
  }

  void releaseBinding(MemorySegment binding) {
    release(RELEASE_IO_BINDING, binding);
  }

  /** Runs the session and returns when the outputs are complete. */
  void run(MemorySegment session, MemorySegment binding) {
    long status;
    try {
      status =
          (long) PPP.invokeExact(functions[RUN_WITH_BINDING], session, MemorySegment.NULL, binding);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
    if (status != 0) {
      throw failure(status);
    }
  }
}
