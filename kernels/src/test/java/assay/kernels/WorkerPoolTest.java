package assay.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.kernels.parallel.WorkerPool;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  @Test
  void poolsMadeTogetherShareTheirThreads() {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    List<WorkerPool> pools =
        WorkerPool.sharingTeams(
            () -> List.of(new WorkerPool(3), new WorkerPool(3), new WorkerPool(3)));
    for (WorkerPool pool : pools) {
      pool.run((thread, all) -> seen.add(Thread.currentThread()));
    }
    assertEquals(3, seen.size());
    pools.get(0).close();
    assertThrows(IllegalStateException.class, () -> pools.get(0).run((thread, all) -> {}));
    pools.get(2).run((thread, all) -> seen.add(Thread.currentThread()));
    assertEquals(3, seen.size());
    pools.get(1).close();
    pools.get(2).close();
    assertThrows(IllegalStateException.class, () -> pools.get(2).run((thread, all) -> {}));
    seen.forEach(WorkerPoolTest::awaitEndOfWorker);
  }

  @Test
  void aTeamThatHasEndedIsNotSharedOn() {
    WorkerPool pool =
        WorkerPool.sharingTeams(() -> {
          new WorkerPool(2).close();
          return new WorkerPool(2);
        });
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    pool.run((thread, all) -> seen.add(Thread.currentThread()));
    assertEquals(2, seen.size());
    pool.close();
  }

  private static void awaitEndOfWorker(Thread thread) {
    if (thread != Thread.currentThread()) {
      try {
        thread.join(10_000);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      assertFalse(thread.isAlive(), thread.getName());
    }
  }

  @Test
  void poolsOfDifferentSizeStayApart() {
    List<WorkerPool> pools =
        WorkerPool.sharingTeams(() -> List.of(new WorkerPool(2), new WorkerPool(3)));
    assertEquals(2, pools.get(0).threads());
    assertEquals(3, pools.get(1).threads());
    pools.forEach(WorkerPool::close);
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
