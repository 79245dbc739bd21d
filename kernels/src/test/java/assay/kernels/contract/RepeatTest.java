package assay.kernels.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.kernels.Inputs;
import assay.kernels.PreparedKernel;
import assay.kernels.contract.Subjects.Subject;
import assay.kernels.gpu.FakeGpu;
import assay.kernels.gpu.driver.Maker;
import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** What must hold at every call: the same bits, whatever the threads, and no garbage. */
class RepeatTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int CALLS = 200;

  /**
   * Calls of a slow kernel that the JVM's own threads may leave undisturbed. Few, for on a busy
   * machine each call of two threads waits for the scheduler.
   */
  private static final int SHORT_WINDOW = 25;

  /**
   * Surefire's own threads allocate several times in a second, so a window is shorter than that.
   */
  private static final long WINDOW_NANOS = 20_000_000;

  private static final int FEWEST_CALLS = 3;

  private static final int WINDOWS = 5;

  /**
   * Until then the compiler must have removed all allocation; it is not a time limit on the work.
   */
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  @TestFactory
  Stream<DynamicNode> theSameAtEveryCallAndThreadCount() {
    return Subjects.tests(Cases.repeated(), RepeatTest::repeats);
  }

  @TestFactory
  Stream<DynamicNode> nothingIsAllocated() {
    return Subjects.tests(Cases.repeated(), RepeatTest::allocatesNothing);
  }

  @TestFactory
  Stream<DynamicNode> noThreadIsStarted() {
    return Subjects.tests(Cases.repeated(), RepeatTest::startsNoThread);
  }

  @TestFactory
  Stream<DynamicNode> closingTwiceIsClosingOnce() {
    return Subjects.tests(
        Cases.repeated(),
        (subject, tested) -> {
          try (Arena arena = Arena.ofShared()) {
            PreparedKernel kernel = subject.prepare(tested.spec(), tested.inputs(arena), 2);
            kernel.run();
            kernel.close();
            kernel.close();
          }
        });
  }

  private static void repeats(Subject subject, ContractCase tested) {
    try (Arena arena = Arena.ofShared()) {
      Inputs inputs = tested.inputs(arena);
      float[] expected = null;
      for (int threads = 1; threads <= 3; threads++) {
        try (PreparedKernel kernel = subject.prepare(tested.spec(), inputs, threads)) {
          float[] first = ContractTest.result(kernel, tested.spec());
          // With more threads than free cores each call waits for the scheduler; one is enough
          // here.
          for (int call = 2; call < (threads == 1 ? CALLS : CALLS / 10); call++) {
            kernel.run();
          }
          float[] last = ContractTest.result(kernel, tested.spec());
          assertArrayEquals(first, last, subject + " " + tested + ": first and last call");
          // A library may split k by thread; its sums then differ in the last bits.
          if (subject.isOwn() && expected != null) {
            assertArrayEquals(expected, first, subject + " " + tested + ": threads " + threads);
          }
          expected = first;
        }
      }
    }
  }

  /** The smallest of many windows is free of what other threads of the JVM allocate. */
  private static void allocatesNothing(Subject subject, ContractCase tested) {
    try (Arena arena = Arena.ofShared()) {
      Inputs inputs = tested.inputs(arena);
      try (PreparedKernel kernel = subject.prepare(tested.spec(), inputs, 2)) {
        onModels("unfinished");
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long least = Long.MAX_VALUE;
        while (least > 0 && System.nanoTime() < deadline) {
          least = Math.min(least, allocatedInWindow(kernel));
        }
        assertEquals(0, least, subject + " " + tested + ": bytes in a few calls");
      } finally {
        onModels("");
      }
    }
  }

  private static long allocatedInWindow(PreparedKernel kernel) {
    long before = THREADS.getTotalThreadAllocatedBytes();
    long end = System.nanoTime() + WINDOW_NANOS;
    for (int call = 0; call < SHORT_WINDOW; call++) {
      if (call >= FEWEST_CALLS && System.nanoTime() > end) {
        break;
      }
      kernel.run();
    }
    return THREADS.getTotalThreadAllocatedBytes() - before;
  }

  /**
   * A GPU's model would compute for so long that the JVM never compiles what calls it: there
   * launches are told to do nothing.
   */
  private static void onModels(String command) {
    for (Maker maker : Maker.values()) {
      FakeGpu.of(maker).told(command);
    }
  }

  /** Threads of the JVM itself come and go, so one window of several without a start is enough. */
  private static void startsNoThread(Subject subject, ContractCase tested) {
    try (Arena arena = Arena.ofShared();
        PreparedKernel kernel = subject.prepare(tested.spec(), tested.inputs(arena), 2)) {
      kernel.run();
      long fewest = Long.MAX_VALUE;
      for (int window = 0; window < WINDOWS && fewest > 0; window++) {
        long before = THREADS.getTotalStartedThreadCount();
        for (int call = 0; call < SHORT_WINDOW; call++) {
          kernel.run();
        }
        fewest = Math.min(fewest, THREADS.getTotalStartedThreadCount() - before);
      }
      assertEquals(0, fewest, subject + " " + tested + ": threads started");
    }
  }
}
