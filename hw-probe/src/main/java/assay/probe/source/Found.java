package assay.probe.source;

import assay.probe.telemetry.Source;
import java.util.List;

/**
 * Sensors of one kind or of a whole machine.
 *
 * @param absences why there are no others, a family each
 */
public record Found(List<Source> sources, List<Absence> absences) {

  public Found {
    sources = List.copyOf(sources);
    absences = List.copyOf(absences);
  }
}
