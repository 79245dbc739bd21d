package assay.probe.selftest;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;

/**
 * What a trial found of one sensor.
 *
 * @param periodSeconds between updates
 * @param lagSeconds from a change of the load to the middle of the sensor's answer, less half of
 *     its averaging window
 * @param windowSeconds that a value is the mean over
 * @param noiseWatts standard deviation around the fitted course
 * @param idleWatts without the load
 * @param responseWatts that the load adds
 * @param verdict for people
 */
public record Finding(
    Channel channel,
    Reading<Double> periodSeconds,
    Reading<Double> lagSeconds,
    Reading<Double> windowSeconds,
    Reading<Double> noiseWatts,
    Reading<Double> idleWatts,
    Reading<Double> responseWatts,
    String verdict) {

  /** Renewals closer than a trial's readings, of 5 ms, look as far apart as those. */
  private static final double FINEST_SECONDS = 0.01;

  /** A mean over fewer periods than this is the blur of the periods themselves. */
  static final double AVERAGING_PERIODS = 2;

  /** A sensor of which nothing can be told, for one reason. */
  static Finding none(Channel channel, String reason) {
    Reading<Double> none = Reading.unavailable(reason);
    return new Finding(channel, none, none, none, none, none, none, reason);
  }

  /** Whether its power follows the load. */
  public boolean responds() {
    return responseWatts.isPresent() && lagSeconds.isPresent();
  }

  /** Whether it is of the same sensor, however much is known of it by now. */
  public boolean isOf(Channel other) {
    return channel.id().equals(other.id()) && channel.measure() == other.measure();
  }

  /**
   * What is known of a sensor, with what was found in the place of what its maker states. A value
   * may be as old as one period and the lag together, so that is what counts as its period.
   */
  public Channel appliedTo(Channel stated) {
    if (!(periodSeconds
        instanceof Reading.Present<Double>(Double period, String unit, String from))) {
      return stated;
    }
    double own = stated.periodSeconds().asOptional().orElse(period);
    double renewed = period < FINEST_SECONDS ? Math.min(own, period) : period;
    double late = Math.max(0, lagSeconds.asOptional().orElse(0.0));
    Channel aged = stated.updatedEvery(renewed + late, from + ", period and lag");
    return stated.measure() == Measure.POWER
        ? windowSeconds
            .asOptional()
            .map(mean -> aged.averagedOver(mean > AVERAGING_PERIODS * period ? mean : 0, from))
            .orElse(aged)
        : aged;
  }
}
