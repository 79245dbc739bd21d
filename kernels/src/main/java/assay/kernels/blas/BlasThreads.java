package assay.kernels.blas;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.binding.Downcalls;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** What a library lets be said about its threads, which is one setting for the whole process. */
sealed interface BlasThreads {

  /** Before each call of the library, and by the thread that makes it: OpenMP asks for that. */
  void set(int threads);

  /** Why the library cannot be held to this count; sets it to find out. */
  Optional<String> refusal(int threads);

  /** Who sees to the count, for records. */
  String by();

  /**
   * A library with a function that sets any count.
   *
   * @param wide whether they count in 64 bits
   */
  record Counted(String by, MemorySegment setter, MemorySegment getter, boolean wide)
      implements BlasThreads {

    private static final MethodHandle SET_INT = Downcalls.returningNothing(JAVA_INT);
    private static final MethodHandle GET_INT = Downcalls.returning(JAVA_INT);
    private static final MethodHandle SET_LONG = Downcalls.returningNothing(JAVA_LONG);
    private static final MethodHandle GET_LONG = Downcalls.returning(JAVA_LONG);

    @Override
    public void set(int threads) {
      try {
        if (wide) {
          SET_LONG.invokeExact(setter, (long) threads);
        } else {
          SET_INT.invokeExact(setter, threads);
        }
      } catch (Throwable thrown) {
        throw Downcalls.failed(thrown);
      }
    }

    @Override
    public Optional<String> refusal(int threads) {
      set(threads);
      long got = get();
      return got == threads
          ? Optional.empty()
          : Optional.of(
              "the library runs %d threads where %d were asked for".formatted(got, threads));
    }

    private long get() {
      try {
        return wide ? (long) GET_LONG.invokeExact(getter) : (int) GET_INT.invokeExact(getter);
      } catch (Throwable thrown) {
        throw Downcalls.failed(thrown);
      }
    }
  }

  /** A library that was built without threads. */
  record Single() implements BlasThreads {

    @Override
    public void set(int threads) {}

    @Override
    public Optional<String> refusal(int threads) {
      return threads == 1
          ? Optional.empty()
          : Optional.of(
              "this build of the library runs one thread where %d were asked for"
                  .formatted(threads));
    }

    @Override
    public String by() {
      return "nobody: a build without threads";
    }
  }

  /**
   * Accelerate, which takes no number: one thread or as many as it likes, and before macOS 15 not
   * even that.
   *
   * @param setter {@code BLASSetThreading}, where it exists
   * @param processors of this machine
   */
  record OwnChoice(Optional<MemorySegment> setter, int processors) implements BlasThreads {

    /** {@code BLAS_THREADING_MULTI_THREADED} and {@code BLAS_THREADING_SINGLE_THREADED}. */
    private static final int MANY = 0;

    private static final int ONE = 1;

    private static final MethodHandle SET = Downcalls.returning(JAVA_INT, JAVA_INT);

    @Override
    public void set(int threads) {
      if (setter.isPresent()) {
        apply(threads == 1 ? ONE : MANY);
      }
    }

    private int apply(int mode) {
      try {
        return (int) SET.invokeExact(setter.get(), mode);
      } catch (Throwable thrown) {
        throw Downcalls.failed(thrown);
      }
    }

    @Override
    public Optional<String> refusal(int threads) {
      if (threads == 1 && setter.isPresent()) {
        return apply(ONE) == 0
            ? Optional.empty()
            : Optional.of("Accelerate does not let itself be set to one thread");
      }
      return threads == processors && threads > 1
          ? Optional.empty()
          : Optional.of(
              ("Accelerate has no function that sets a number of threads, so it cannot be held to"
                      + " %d; ask for %s")
                  .formatted(threads, possible()));
    }

    private String possible() {
      String all = "all %d processors".formatted(processors);
      return setter.isPresent() ? "1, or for " + all : all + " (1 needs macOS 15)";
    }

    @Override
    public String by() {
      return "Accelerate itself, which takes no number; with 1 it was told to use one thread";
    }
  }
}
