package assay.reports.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChangeMonitorTest {

  private static ChangeMonitor monitor() {
    return new ChangeMonitor(Settings.DEFAULT, ChangeMonitor.State.empty("s", Preference.SMALLER));
  }

  @Test
  void eachStepIsToldOnceAndSoon() {
    SplittableRandom random = new SplittableRandom(1);
    ChangeMonitor monitor = monitor();
    List<Finding> told = new ArrayList<>();
    List<Integer> when = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      double level = i < 50 ? 0 : i < 100 ? 6 : 0;
      for (Finding finding : monitor.append(i, level + random.nextGaussian())) {
        if (finding.kind().isChange()) {
          told.add(finding);
          when.add(i);
        }
      }
    }
    assertEquals(
        List.of(Kind.STEP, Kind.STEP), told.stream().map(Finding::kind).toList(), told.toString());
    assertEquals(50, told.get(0).index(), 1);
    assertEquals(100, told.get(1).index(), 1);
    assertTrue(when.get(0) <= 56 && when.get(1) <= 106, when.toString());
  }

  /** A process that ends between appends must not change what is told. */
  @Test
  void goesOnFromItsState() {
    SplittableRandom random = new SplittableRandom(2);
    ChangeMonitor steady = monitor();
    ChangeMonitor resumed = monitor();
    for (int i = 0; i < 120; i++) {
      double value = (i < 60 ? 0 : 5) + random.nextGaussian();
      resumed = new ChangeMonitor(Settings.DEFAULT, resumed.state());
      assertEquals(steady.append(i, value), resumed.append(i, value), "point " + i);
    }
  }

  @Test
  void anAcceptedLevelStartsAnew() {
    SplittableRandom random = new SplittableRandom(3);
    ChangeMonitor monitor = monitor();
    for (int i = 0; i < 60; i++) {
      monitor.append(i, random.nextGaussian());
    }
    monitor.accept(60);
    for (int i = 60; i < 100; i++) {
      assertEquals(List.of(), monitor.append(i, 8 + random.nextGaussian()), "point " + i);
    }
  }
}
