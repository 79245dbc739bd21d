package assay.probe.energy;

import assay.probe.Reading;
import java.util.List;

/** What a case adds to the power that the machine takes anyway. */
public final class NetOfIdle {

  private NetOfIdle() {}

  /** Before and after together: their mean, within the lowest and the highest of both. */
  public static Reading<Estimate> idle(List<Estimate> looks, String source) {
    return looks.isEmpty()
        ? Reading.absent("nobody looked at the idle machine")
        : Reading.of(
            new Estimate(
                looks.stream().mapToDouble(Estimate::value).average().orElseThrow(),
                looks.stream().mapToDouble(Estimate::low).min().orElseThrow(),
                looks.stream().mapToDouble(Estimate::high).max().orElseThrow()),
            "W",
            source);
  }

  /** Power above what these looks at the idle machine told, in W. */
  public static Reading<Estimate> watts(Reading<Estimate> gross, List<Estimate> looks) {
    return gross.flatMap(
        (all, unit, source) -> idle(looks, source).flatMap((idle, u, s) -> watts(gross, idle)));
  }

  /**
   * Power above idle, in W. Where the difference is not surely positive there is none to tell: the
   * case cannot be told from the machine at rest.
   */
  public static Reading<Estimate> watts(Reading<Estimate> gross, Estimate idle) {
    return gross.flatMap((all, unit, source) -> {
      double low = all.low() - idle.high();
      return low > 0
          ? Reading.of(
              new Estimate(all.value() - idle.value(), low, all.high() - idle.low()), "W", source)
          : Reading.unresolved(
              "%s tells %s W, and up to %s W when nothing is measured"
                  .formatted(source, EnergyOf.number(all.value()), EnergyOf.number(idle.high())));
    });
  }
}
