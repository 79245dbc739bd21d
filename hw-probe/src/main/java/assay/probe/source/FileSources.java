package assay.probe.source;

import assay.probe.Root;
import assay.probe.telemetry.Found;
import java.util.List;
import java.util.function.Consumer;

/** Every family of files that can be asked over time. */
public final class FileSources {

  /** Energy first: where two families tell one thing, the first keeps the shorter id. */
  private static final List<Consumer<Harvest>> FAMILIES =
      List.of(
          PowercapSources::find,
          HwmonSources::find,
          AmdgpuSources::find,
          IntelGpuSources::find,
          BatterySources::find,
          ThermalSources::find,
          ClockSources::find,
          ThrottleSources::find,
          EdacSources::find,
          AerSources::find,
          NpuSources::find,
          TenstorrentSources::find);

  private FileSources() {}

  /** Of this machine or of a captured one; asks each file once. */
  public static Found of(Root root) {
    Harvest harvest = new Harvest(root);
    FAMILIES.forEach(family -> family.accept(harvest));
    return harvest.found();
  }
}
