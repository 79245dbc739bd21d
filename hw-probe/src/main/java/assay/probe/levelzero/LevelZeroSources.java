package assay.probe.levelzero;

import assay.probe.Reading;
import assay.probe.telemetry.Absence;
import assay.probe.telemetry.Found;
import assay.probe.telemetry.Source;
import assay.probe.telemetry.Together;
import assay.probe.telemetry.VendorThread;
import assay.probe.vendor.VendorLocator;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What can be sampled of Intel's GPUs through Level Zero: what answered once with a value that can
 * be; all else is an absence with its reason.
 */
public final class LevelZeroSources {

  private static final String FAMILY = "levelzero";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private LevelZeroSources() {}

  /**
   * @param environment may name the library in {@code ASSAY_LEVELZERO}
   */
  public static Found live(Map<String, String> environment) {
    return live(LevelZero.locator(environment), PATIENCE);
  }

  static Found live(VendorLocator locator, Duration patience) {
    VendorThread thread = new VendorThread("Level Zero");
    Reading<Found> found =
        thread.call(
            patience,
            () ->
                LevelZero.open(locator)
                    .flatMap((zes, unit, source) ->
                        zes.devices().flatMap((devices, u, s) -> found(zes, devices))));
    return switch (found) {
      case Reading.Present<Found> present ->
          new Found(Together.of(thread, present.value().sources()), present.value().absences());
      case Reading.Unavailable<Found>(String reason) ->
          new Found(List.of(), List.of(new Absence(FAMILY, reason)));
    };
  }

  private static Reading<Found> found(LevelZero zes, List<MemorySegment> devices) {
    if (devices.isEmpty()) {
      return Reading.absent("Level Zero finds no GPU");
    }
    List<Source> sources = new ArrayList<>();
    List<Absence> absences = new ArrayList<>();
    for (int i = 0; i < devices.size(); i++) {
      switch (zes.address(devices.get(i))) {
        case Reading.Unavailable<String>(String reason) ->
            absences.add(new Absence("levelzero device " + i, reason));
        case Reading.Present<String> address -> {
          ZesDevice device = new ZesDevice(zes, devices.get(i), address.value());
          sources.addAll(device.sources);
          absences.addAll(device.absences);
        }
      }
    }
    return Reading.of(new Found(sources, absences), "", FAMILY);
  }
}
