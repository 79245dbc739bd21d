package assay.reports.record;

import assay.probe.Reading;
import assay.probe.energy.Estimate;
import assay.probe.telemetry.Channel;
import java.util.List;

/**
 * What the sensors said while one fork was measured. Times are seconds since the fork's first
 * measured iteration began; what came before is negative.
 *
 * @param sampleHertz how often the sensors were asked
 * @param cost share of the machine's CPU time that asking took, 0 to 1
 * @param windows in which was measured
 * @param strips one a channel, thinned for drawing
 * @param energies one a channel that tells energy or power
 */
public record Telemetry(
    double sampleHertz,
    Reading<Double> cost,
    List<Window> windows,
    List<Strip> strips,
    List<EnergyUse> energies) {

  public Telemetry {
    windows = List.copyOf(windows);
    strips = List.copyOf(strips);
    energies = List.copyOf(energies);
  }

  public record Window(double fromSeconds, double toSeconds) {}

  /**
   * @param values of a gauge; of a counter its growth per second, so W of an energy
   * @param ended why there is nothing more, for a sensor that went silent; else ""
   */
  public record Strip(Channel channel, double[] seconds, double[] values, String ended) {}

  /**
   * One channel's account of all windows together.
   *
   * @param method {@code counter} or {@code integrated}
   * @param watts mean power over the windows
   * @param idleWatts of the machine without the case, before and after the run
   * @param netWatts what the case adds to idle
   * @param checked counter over integrated power of the same scope and part, where both are there
   */
  public record EnergyUse(
      Channel channel,
      String method,
      double seconds,
      Reading<Estimate> watts,
      Reading<Estimate> idleWatts,
      Reading<Estimate> netWatts,
      Reading<Double> checked) {}
}
