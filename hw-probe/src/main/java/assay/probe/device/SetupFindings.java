package assay.probe.device;

import java.util.List;
import java.util.Optional;

/** Settings of a GPU that make it slower than it is sold, or keep programs out. */
final class SetupFindings {

  private final Found device;
  private final List<String> findings;

  SetupFindings(Found device, List<String> findings) {
    this.device = device;
    this.findings = findings;
  }

  void add() {
    powerLimit();
    computeMode();
    if (detail("MIG").filter(mode -> mode.startsWith("on")).isPresent()) {
      say(
          "is cut into instances (MIG): a case runs on one of them, while clock and power are the"
              + " whole GPU's");
    }
    if (detail("ECC").filter(mode -> mode.contains("after the next reset")).isPresent()) {
      say("changes its ECC mode at the next reset: results from before and after do not compare");
    }
  }

  private void powerLimit() {
    Optional<Double> limit = watts("power limit");
    Optional<Double> usual = watts("power limit default");
    if (limit.isPresent() && usual.isPresent() && limit.get() < usual.get()) {
      say(
          "is limited to %s W where %s W are its default: its speed is that of the limit"
              .formatted(
                  detail("power limit").orElseThrow(),
                  detail("power limit default").orElseThrow()));
    }
  }

  private void computeMode() {
    String mode = detail("compute mode").orElse("");
    if (mode.equals("prohibited")) {
      say("lets no program compute (compute mode): nvidia-smi -c 0 allows it again");
    } else if (mode.startsWith("exclusive")) {
      say("computes for one process at a time (compute mode): whoever holds it keeps Assay out");
    }
  }

  private void say(String what) {
    findings.add("%s %s.".formatted(device.label(), what));
  }

  private Optional<Double> watts(String key) {
    return detail(key).filter(text -> text.matches("\\d{1,6}(\\.\\d)?")).map(Double::valueOf);
  }

  private Optional<String> detail(String key) {
    var reading = device.details.get(key);
    return reading == null ? Optional.empty() : reading.asOptional();
  }
}
