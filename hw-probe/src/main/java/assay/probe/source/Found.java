package assay.probe.source;

import assay.probe.telemetry.*;
import java.util.List;

public record Found(List<Source> sources, List<Absence> absences) {}
