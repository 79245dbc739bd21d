package assay.reports.record;

import assay.probe.Reading;
import assay.probe.energy.Estimate;
import assay.probe.telemetry.Channel;
import java.util.List;

/**
 * The machine with nothing to do.
 *
 * @param when {@code before} or {@code after} the forks
 * @param startedAt ISO-8601 UTC
 * @param foreignCpuShare of the machine's CPU time that other programs took meanwhile, 0 to 1
 */
public record Idle(
    String when,
    String startedAt,
    double seconds,
    Reading<Double> foreignCpuShare,
    List<Power> powers) {

  public Idle {
    powers = List.copyOf(powers);
  }

  public record Power(Channel channel, Reading<Estimate> watts) {}
}
