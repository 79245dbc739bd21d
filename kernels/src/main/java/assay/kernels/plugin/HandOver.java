package assay.kernels.plugin;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Words that two processes share to hand calls over without the system's help, which would take ten
 * times as long as the call of a small kernel may.
 *
 * <p>Each has a cache line of its own side: one process writes what the other only reads.
 */
record HandOver(MemorySegment memory) {

  private static final VarHandle WORD = JAVA_INT.varHandle();

  private static final long REQUEST = 0;
  private static final long FUNCTION = 4;
  private static final long RESPONSE = 64;
  private static final long STATUS = 68;
  private static final long ASLEEP = 128;

  /** An answer takes half a microsecond where both have a core. */
  private static final long ALONE_NANOS = 2_000;

  /** Not where the one that is waited for needs the only core. */
  static boolean isSpinning() {
    return Runtime.getRuntime().availableProcessors() > 1;
  }

  /** Once; after a while in a way that lets who waits for this core have it. */
  static void spin(long waitedNanos) {
    if (waitedNanos < ALONE_NANOS) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }

  /** By the caller: all that was written to the area before is seen by who sees this. */
  void request(int number, PluginFunction function) {
    memory.set(JAVA_INT, FUNCTION, function.ordinal());
    WORD.setVolatile(memory, REQUEST, number);
  }

  int requested() {
    return (int) WORD.getVolatile(memory, REQUEST);
  }

  PluginFunction function() {
    return PluginFunction.ALL[memory.get(JAVA_INT, FUNCTION)];
  }

  /** By the one called, likewise. */
  void respond(int number, int status) {
    memory.set(JAVA_INT, STATUS, status);
    WORD.setVolatile(memory, RESPONSE, number);
  }

  int responded() {
    return (int) WORD.getVolatile(memory, RESPONSE);
  }

  int status() {
    return memory.get(JAVA_INT, STATUS);
  }

  /** Of the one called, which must look for a request once more between saying so and sleeping. */
  void asleep(boolean asleep) {
    WORD.setVolatile(memory, ASLEEP, asleep ? 1 : 0);
  }

  boolean isAsleep() {
    return (int) WORD.getVolatile(memory, ASLEEP) != 0;
  }
}
