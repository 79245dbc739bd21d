package assay.probe.energy;

import assay.probe.Reading;

public final class CrossCheck {
  public static Reading<Double> ratio(Reading<Estimate> a, Reading<Estimate> b) {
    return Reading.absent("stub");
  }
}
