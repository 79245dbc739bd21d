package assay.probe.telemetry;

import java.util.List;

/** What can be asked on a machine, and what cannot, with the reason. */
public record Found(List<Source> sources, List<Absence> absences) {

  public Found {
    sources = List.copyOf(sources);
    absences = List.copyOf(absences);
  }
}
