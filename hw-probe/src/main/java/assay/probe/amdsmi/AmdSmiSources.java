package assay.probe.amdsmi;

import assay.probe.Reading;
import assay.probe.telemetry.Absence;
import assay.probe.telemetry.Found;
import assay.probe.telemetry.Source;
import assay.probe.telemetry.Together;
import assay.probe.telemetry.Unhurried;
import assay.probe.telemetry.VendorThread;
import assay.probe.vendor.VendorLocator;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What can be sampled of AMD's GPUs through AMD SMI: what answered once with a value that can be;
 * all else is an absence with its reason. Not in guests of virtual machines.
 */
public final class AmdSmiSources {

  private static final String FAMILY = "amdsmi";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private AmdSmiSources() {}

  /**
   * @param environment may name the library in {@code ASSAY_AMDSMI}
   */
  public static Found live(Map<String, String> environment) {
    return live(AmdSmi.locator(environment), PATIENCE);
  }

  static Found live(VendorLocator locator, Duration patience) {
    VendorThread thread = new VendorThread("AMD SMI");
    Reading<List<AmdSmiGpu>> gpus =
        thread.call(
            patience,
            () ->
                AmdSmi.open(locator)
                    .flatMap((smi, unit, source) ->
                        smi.gpus().flatMap((handles, u, s) -> gpus(smi, handles))));
    if (gpus instanceof Reading.Unavailable<List<AmdSmiGpu>>(String reason)) {
      return new Found(List.of(), List.of(new Absence(FAMILY, reason)));
    }
    List<Source> quick = new ArrayList<>();
    List<Source> all = new ArrayList<>();
    List<Absence> absences = new ArrayList<>();
    VendorThread waiting = new VendorThread("AMD SMI's violations");
    for (AmdSmiGpu each : gpus.asOptional().orElseThrow()) {
      quick.addAll(each.quick);
      each.slow.forEach(source -> all.add(new Unhurried(waiting, source)));
      absences.addAll(each.absences);
    }
    all.addAll(0, Together.of(thread, quick));
    return new Found(all, absences);
  }

  private static Reading<List<AmdSmiGpu>> gpus(AmdSmi smi, List<MemorySegment> handles) {
    if (handles.isEmpty()) {
      return Reading.absent("AMD SMI finds no GPU");
    }
    List<AmdSmiGpu> gpus = new ArrayList<>();
    Set<String> addresses = new HashSet<>();
    for (MemorySegment handle : handles) {
      Reading<String> address = smi.address(handle);
      if (address instanceof Reading.Unavailable<String>(String reason)) {
        return Reading.unavailable(reason);
      }
      // The partitions of a GPU stand at its address, and the first speaks for all.
      String place = address.asOptional().orElseThrow();
      if (addresses.add(place)) {
        gpus.add(new AmdSmiGpu(smi, handle, place));
      }
    }
    return Reading.of(gpus, "", FAMILY);
  }
}
