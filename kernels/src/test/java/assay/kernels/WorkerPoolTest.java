package assay.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.kernels.parallel.WorkerPool;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerPoolTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void everyThreadTakesItsShareEveryRound(int threads) {
    var counts = new AtomicIntegerArray(threads);
    try (var pool = new WorkerPool(threads)) {
      for (int round = 0; round < 500; round++) {
        pool.run((thread, all) -> counts.addAndGet(thread, all));
        if (round % 100 == 0) {
          sleep();
        }
      }
    }
    for (int i = 0; i < threads; i++) {
      assertEquals(500 * threads, counts.get(i));
    }
  }

  @Test
  void aFailingWorkerIsReportedAndThePoolLivesOn() {
    try (var pool = new WorkerPool(2)) {
      assertThrows(
          IllegalStateException.class,
          () ->
              pool.run((thread, all) -> {
                if (thread == 1) {
                  throw new IllegalArgumentException("broken");
                }
              }));
      var count = new AtomicIntegerArray(2);
      pool.run((thread, all) -> count.incrementAndGet(thread));
      assertEquals(2, count.get(0) + count.get(1));
    }
  }

  @Test
  void aClosedPoolRefusesWork() {
    var pool = new WorkerPool(2);
    pool.close();
    pool.close();
    assertThrows(IllegalStateException.class, () -> pool.run((thread, all) -> {}));
  }

  /** Long enough for the workers to park. */
  private static void sleep() {
    try {
      Thread.sleep(3);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
