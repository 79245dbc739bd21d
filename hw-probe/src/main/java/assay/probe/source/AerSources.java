package assay.probe.source;

import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.device.PciFunction;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Errors of PCI Express links, of each accelerator and of all devices together. Linux's {@code
 * aer_dev_*} end with a line of their total.
 */
final class AerSources {

  /** A hundred devices are asked, and errors are compared over whole forks. */
  private static final double SECONDS = 1;

  private enum Severity {
    CORRECTABLE("TOTAL_ERR_COR"),
    NONFATAL("TOTAL_ERR_NONFATAL"),
    FATAL("TOTAL_ERR_FATAL");

    private final String total;

    Severity(String total) {
      this.total = total;
    }

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private AerSources() {}

  static void find(Harvest harvest) {
    Root root = harvest.root();
    String devices = PciFunction.DEVICES.substring(0, PciFunction.DEVICES.length() - 1);
    List<String> reporting =
        root.names(devices).stream()
            .filter(address -> root.exists(file(address, Severity.CORRECTABLE)))
            .toList();
    if (reporting.isEmpty()) {
      harvest.addNone("aer", devices, "device that counts errors of its link (aer_dev_*)");
      return;
    }
    for (Severity severity : Severity.values()) {
      addAll(harvest, reporting, severity);
      reporting.stream()
          .filter(address -> PciFunction.read(root, address).kind().isPresent())
          .forEach(address -> addDevice(harvest, address, severity));
    }
  }

  private static String file(String address, Severity severity) {
    return PciFunction.DEVICES + address + "/aer_dev_" + severity.id();
  }

  private static void addAll(Harvest harvest, List<String> addresses, Severity severity) {
    List<Supplier<Reading<Double>>> files = new ArrayList<>();
    for (String address : addresses) {
      files.add(() -> read(harvest.root(), file(address, severity), severity.total));
    }
    String from = file("*", severity);
    harvest.add(
        Channel.of(
            "aer/" + severity.id(),
            "of %d devices".formatted(addresses.size()),
            Measure.EVENTS,
            Scope.LINK,
            "",
            from),
        Sweep.ofAll(SECONDS, files),
        Folds::sum);
  }

  private static void addDevice(Harvest harvest, String address, Severity severity) {
    String file = file(address, severity);
    harvest.add(
        Channel.of(
            "aer@%s/%s".formatted(address, severity.id()),
            "",
            Measure.EVENTS,
            Scope.LINK,
            address,
            file),
        SECONDS,
        () -> read(harvest.root(), file, severity.total));
  }

  private static Reading<Double> read(Root root, String file, String total) {
    return root.lines(file).flatMap((lines, unit, source) -> parse(lines, total, source));
  }

  /** The line {@code TOTAL_ERR_COR 3}. */
  static Reading<Double> parse(List<String> lines, String total, String source) {
    for (String line : lines) {
      String[] words = line.strip().split("\\s+");
      if (words.length == 2 && words[0].equals(total) && words[1].matches("\\d{1,18}")) {
        return Reading.of(Double.parseDouble(words[1]), "1", source);
      }
    }
    return Reading.unreadable("%s has no line of %s and a count".formatted(source, total));
  }
}
