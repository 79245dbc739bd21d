package assay.probe.instrument;

import assay.probe.Reading;
import assay.probe.telemetry.*;
import java.util.List;

public final class Instruments {
  public static Reading<List<Source>> open(String spec) {
    return Reading.absent("stub");
  }
}
