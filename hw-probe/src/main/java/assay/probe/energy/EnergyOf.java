package assay.probe.energy;

import assay.probe.Reading;
import assay.probe.telemetry.*;
import java.util.List;

public final class EnergyOf {
  public static Reading<Estimate> joules(Trace t, List<Window> w) {
    return Reading.absent("stub");
  }

  public static Reading<Estimate> watts(Trace t, List<Window> w) {
    return Reading.absent("stub");
  }
}
