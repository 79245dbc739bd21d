package assay.bench.telemetry;

import assay.probe.selftest.Finding;
import assay.probe.telemetry.Sampler;
import java.util.List;

/**
 * How sensors are asked while a case is measured.
 *
 * @param hertz 0 for not at all
 * @param meters instruments that the user named
 * @param tried what a trial found of sensors; none for what their makers state
 */
public record Sensing(double hertz, List<String> meters, List<Finding> tried) {

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
    tried = tried == null ? List.of() : List.copyOf(tried);
  }

  /** As their makers state. */
  public Sensing(double hertz, List<String> meters) {
    this(hertz, meters, List.of());
  }

  public Sensing with(List<Finding> found) {
    return new Sensing(hertz, meters, found);
  }
}
