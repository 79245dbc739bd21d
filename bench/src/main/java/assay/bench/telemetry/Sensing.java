package assay.bench.telemetry;

import assay.probe.telemetry.Sampler;
import java.util.List;

/**
 * How sensors are asked while a case is measured.
 *
 * @param hertz 0 for not at all
 * @param meters instruments that the user named
 */
public record Sensing(double hertz, List<String> meters) {

  /** What this machine has, at the usual rate. */
  public static final Sensing USUAL = new Sensing(Sampler.DEFAULT_HERTZ, List.of());

  /** Nothing is asked. */
  public static final Sensing NONE = new Sensing(0, List.of());

  public Sensing {
    if (!(hertz >= 0 && hertz <= Sampler.MOST_HERTZ)) {
      throw new IllegalArgumentException(
          "sensors can be asked 0 to %.0f times a second, not %s"
              .formatted(Sampler.MOST_HERTZ, hertz));
    }
    meters = meters == null ? List.of() : List.copyOf(meters);
  }
}
