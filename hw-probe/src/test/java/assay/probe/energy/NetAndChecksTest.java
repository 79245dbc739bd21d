package assay.probe.energy;

import static assay.probe.energy.EnergyOfTest.refused;
import static assay.probe.energy.EnergyOfTest.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetAndChecksTest {

  private static Estimate about(double value) {
    return new Estimate(value, 0.99 * value, 1.01 * value);
  }

  private static Reading<Estimate> watts(double value) {
    return Reading.of(about(value), "W", "a test");
  }

  @Test
  void idleIsTakenOff() {
    Estimate net = told(NetOfIdle.watts(watts(100), List.of(about(20))));
    assertEquals(80, net.value(), 1e-9);
    assertEquals(99 - 20.2, net.low(), 1e-9);
    assertEquals(101 - 19.8, net.high(), 1e-9);
  }

  @Test
  void beforeAndAfterThatDisagreeWidenTheInterval() {
    Estimate agreeing = told(NetOfIdle.watts(watts(100), List.of(about(25), about(25))));
    Estimate apart = told(NetOfIdle.watts(watts(100), List.of(about(20), about(30))));
    assertEquals(agreeing.value(), apart.value(), 1e-9);
    assertEquals(99 - 30.3, apart.low(), 1e-9);
    assertEquals(101 - 19.8, apart.high(), 1e-9);
    assertTrue(apart.high() - apart.low() > agreeing.high() - agreeing.low() + 9);
  }

  @Test
  void netIsNeverNegativeNorMadeOfNothing() {
    refused("unresolved", "when nothing is measured", NetOfIdle.watts(watts(100), about(99)));
    refused("unresolved", "when nothing is measured", NetOfIdle.watts(watts(20), about(30)));
    refused("absent", "idle", NetOfIdle.watts(watts(100), List.of()));
    Reading<Estimate> none = Reading.unreadable("it jumped");
    refused("unreadable", "it jumped", NetOfIdle.watts(none, List.of(about(20))));
  }

  @Test
  void twoSourcesAreHeldAgainstEachOther() {
    double same = CrossCheck.ratio(watts(100), watts(98)).asOptional().orElseThrow();
    assertEquals(100.0 / 98, same, 1e-9);
    assertFalse(CrossCheck.isDisagreement(same));
    assertFalse(CrossCheck.isDisagreement(1 / same));
    // What zeus saw: 187 J counted, 327 J integrated.
    double seen = CrossCheck.ratio(watts(187), watts(327)).asOptional().orElseThrow();
    assertTrue(CrossCheck.isDisagreement(seen));
    assertTrue(CrossCheck.isDisagreement(1 / seen));
    refused("unresolved", "x", CrossCheck.ratio(Reading.unresolved("x"), watts(1)));
    refused("unresolved", "y", CrossCheck.ratio(watts(1), Reading.unresolved("y")));
  }

  @Test
  void ofOneOperation() {
    PerOperation one = new PerOperation(about(200), 0.01);
    assertEquals(2, one.joules().value(), 1e-12);
    assertEquals(0.5, one.operationsPerJoule(), 1e-12);
    assertEquals(0.02, one.energyDelayProduct(), 1e-12);
    assertEquals(1.98, one.joules().low(), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> new PerOperation(about(200), 0));
    assertThrows(IllegalArgumentException.class, () -> new PerOperation(new Estimate(0, 0, 0), 1));
  }

  @Test
  void anIntervalHoldsItsValue() {
    assertThrows(IllegalArgumentException.class, () -> new Estimate(1, 2, 3));
    assertThrows(IllegalArgumentException.class, () -> new Estimate(Double.NaN, 0, 1));
  }
}
