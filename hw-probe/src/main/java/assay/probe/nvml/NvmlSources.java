package assay.probe.nvml;

import assay.probe.Reading;
import assay.probe.telemetry.Absence;
import assay.probe.telemetry.EpochClock;
import assay.probe.telemetry.Found;
import assay.probe.telemetry.Source;
import assay.probe.telemetry.Together;
import assay.probe.telemetry.VendorThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What can be sampled of NVIDIA's GPUs.
 *
 * <p>A source is what answered once with a value that can be; all else is an absence with NVML's
 * reason. Calls are made on a {@link VendorThread}: where the driver hangs, its sources say so and
 * everything else goes on.
 */
public final class NvmlSources {

  /** Loading a driver that no client keeps loaded takes seconds on a machine of eight GPUs. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private NvmlSources() {}

  /** Of all GPUs, sources of one GPU beside each other; the driver stays connected. */
  public static Found live(NvmlLocator locator) {
    return live(locator, PATIENCE);
  }

  static Found live(NvmlLocator locator, Duration patience) {
    VendorThread thread = new VendorThread("NVML");
    Reading<Found> found =
        thread.call(patience, () -> Nvml.open(locator).map(nvml -> of(nvml, new EpochClock())));
    return switch (found) {
      case Reading.Present<Found> present ->
          new Found(Together.of(thread, present.value().sources()), present.value().absences());
      case Reading.Unavailable<Found>(String reason) ->
          new Found(List.of(), List.of(new Absence("nvml", reason)));
    };
  }

  /** The sources as they are, called on the caller's own thread. */
  static Found of(Nvml nvml, EpochClock clock) {
    List<Source> sources = new ArrayList<>();
    List<Absence> absences = new ArrayList<>();
    switch (nvml.devices()) {
      case Reading.Unavailable<List<Reading<NvmlDevice>>>(String reason) ->
          absences.add(new Absence("nvml", reason));
      case Reading.Present<List<Reading<NvmlDevice>>> devices -> {
        if (devices.value().isEmpty()) {
          absences.add(new Absence("nvml", "absent: NVML finds no GPU"));
        }
        for (int i = 0; i < devices.value().size(); i++) {
          add(devices.value().get(i), i, clock, sources, absences);
        }
      }
    }
    return new Found(sources, absences);
  }

  private static void add(
      Reading<NvmlDevice> device,
      int index,
      EpochClock clock,
      List<Source> sources,
      List<Absence> absences) {
    Reading<NvmlDevice.Place> place = device.flatMap((found, unit, source) -> found.place());
    if (place instanceof Reading.Unavailable<NvmlDevice.Place>(String reason)) {
      absences.add(new Absence("nvml device " + index, reason));
      return;
    }
    NvmlDeviceSources found =
        new NvmlDeviceSources(
            device.asOptional().orElseThrow(), place.asOptional().orElseThrow().address(), clock);
    sources.addAll(found.sources());
    absences.addAll(found.absences());
  }
}
