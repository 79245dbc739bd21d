package assay.probe.selftest;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;

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

  /** A sensor of which nothing can be told, for one reason. */
  static Finding none(Channel channel, String reason) {
    Reading<Double> none = Reading.unavailable(reason);
    return new Finding(channel, none, none, none, none, none, none, reason);
  }

  /** Whether its power follows the load. */
  public boolean responds() {
    return responseWatts.isPresent() && lagSeconds.isPresent();
  }
}
