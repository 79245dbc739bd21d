package assay.bench.run;

import assay.probe.Machine;
import assay.probe.Reading;
import assay.reports.record.RunRecord.Accelerator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sensors of energy that this machine has and this user may not read. */
final class Denials {

  private static final Set<String> QUANTITIES = Set.of("energy", "power");

  /** What a case is told by, the closest account first; parts of a package are none. */
  private static final List<String> SCOPES =
      List.of("package", "module", "machine", "platform", "wall");

  private static final String DENIED = "no permission";

  private final List<Machine.Sensor> denied;

  Denials(List<Machine.Sensor> sensors) {
    denied =
        sensors.stream()
            .filter(sensor -> QUANTITIES.contains(sensor.quantity()))
            .filter(Denials::isDenied)
            .toList();
  }

  private static boolean isDenied(Machine.Sensor sensor) {
    return sensor.reading() instanceof Reading.Unavailable<Double>(String reason)
        && reason.startsWith(DENIED);
  }

  /**
   * Why a case has no energy though there is a sensor that would tell it: its device's own, else
   * the machine's.
   *
   * @param device empty on the host
   */
  Optional<Reading<Double>> instead(Optional<Accelerator> device) {
    return device
        .flatMap(own ->
            denied.stream()
                .filter(
                    each -> each.id().contains(own.part()) || each.source().contains(own.part()))
                .findFirst())
        .or(() -> around(device.isPresent()))
        .map(Machine.Sensor::reading);
  }

  /** The processor's package tells nothing of a device. */
  private Optional<Machine.Sensor> around(boolean device) {
    return SCOPES.stream()
        .filter(scope -> !device || !scope.equals(SCOPES.getFirst()))
        .flatMap(scope -> denied.stream().filter(each -> each.scope().equals(scope)))
        .findFirst();
  }
}
