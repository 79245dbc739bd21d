package assay.probe.energy;

import assay.probe.Reading;
import java.util.List;

public final class NetOfIdle {
  public static Reading<Estimate> watts(Reading<Estimate> g, List<Estimate> idle) {
    return Reading.absent("stub");
  }
}
