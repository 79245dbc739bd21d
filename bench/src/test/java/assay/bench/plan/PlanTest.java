package assay.bench.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

  @Test
  void everyRoundHasEveryCaseOnce() {
    Plan plan = Samples.plan(20, 3);
    List<Plan.Fork> forks = plan.forks();
    assertEquals(plan.forkCount(), forks.size());
    for (int round = 0; round < 2; round++) {
      List<Plan.Fork> part = forks.subList(20 * round, 20 * round + 20);
      int expected = round;
      assertEquals(20, new HashSet<>(part.stream().map(Plan.Fork::planned).toList()).size());
      assertEquals(20, part.stream().filter(fork -> fork.round() == expected).count());
    }
  }

  @Test
  void theOrderFollowsFromTheSeedAlone() {
    assertEquals(Samples.plan(20, 3).forks(), Samples.plan(20, 3).forks());
    assertNotEquals(Samples.plan(20, 3).forks(), Samples.plan(20, 4).forks());
  }

  @Test
  void roundsAreShuffledApart() {
    List<Plan.Fork> forks = Samples.plan(20, 3).forks();
    assertNotEquals(ids(forks.subList(0, 20)), ids(forks.subList(20, 40)));
    assertNotEquals(Samples.plan(20, 3).cases(), ids(forks.subList(0, 20)));
  }

  private static List<PlannedCase> ids(List<Plan.Fork> forks) {
    return forks.stream().map(Plan.Fork::planned).toList();
  }

  /** Two builds that know different cases must meet at those they share. */
  @Test
  void theOrderOfSomeCasesIsThatOfAll() {
    Plan all = Samples.plan(20, 3);
    List<PlannedCase> some = all.cases().subList(5, 15);
    assertEquals(
        all.forks().stream().filter(fork -> some.contains(fork.planned())).toList(),
        new Plan(all.profile(), all.seed(), some).forks());
  }

  @Test
  void placesGrowAndAreTheirOwn() {
    List<String> places = Samples.plan(20, 3).forks().stream().map(Plan.Fork::place).toList();
    assertEquals(places.stream().sorted().distinct().toList(), places);
    assertTrue(places.stream().allMatch(each -> each.compareTo(Plan.BEFORE_FORKS) > 0));
    assertTrue(places.stream().allMatch(each -> each.compareTo(Plan.AFTER_FORKS) < 0));
  }

  @Test
  void refusedCasesHaveNoForks() {
    PlannedCase one = Samples.planned(Samples.key("matmul:f32*f32:m1,n1,k1", ""));
    PlannedCase refused =
        new PlannedCase("x", one.key(), one.origins(), one.work(), 1, "", "no such thing");
    Plan plan = new Plan(Samples.TINY, 1, List.of(one, refused));
    assertEquals(Samples.TINY.forks(), plan.forks().size());
  }
}
