package assay.probe;

import assay.probe.amdsmi.AmdSmiSources;
import assay.probe.instrument.Instruments;
import assay.probe.levelzero.LevelZeroSources;
import assay.probe.nvml.NvmlLocator;
import assay.probe.nvml.NvmlSources;
import assay.probe.source.FileSources;
import assay.probe.telemetry.Absence;
import assay.probe.telemetry.Found;
import assay.probe.telemetry.Source;
import java.util.ArrayList;
import java.util.List;

/** Every sensor of this machine that can be asked over time, and the instruments beside it. */
public final class Sources {

  private Sources() {}

  /**
   * @param meters instruments that the user named; nothing else is connected to
   */
  public static Found live(List<String> meters) {
    List<Source> sources = new ArrayList<>();
    List<Absence> absences = new ArrayList<>();
    for (Found part : parts()) {
      sources.addAll(part.sources());
      absences.addAll(part.absences());
    }
    for (String meter : meters) {
      switch (Instruments.open(meter)) {
        case Reading.Present<List<Source>> open -> sources.addAll(open.value());
        case Reading.Unavailable<List<Source>>(String reason) ->
            absences.add(new Absence(meter, reason));
      }
    }
    return new Found(sources, absences);
  }

  private static List<Found> parts() {
    return List.of(
        FileSources.of(Root.live()),
        NvmlSources.live(NvmlLocator.fromEnvironment()),
        AmdSmiSources.live(System.getenv()),
        LevelZeroSources.live(System.getenv()));
  }
}
