package assay.probe;

import assay.probe.device.PciIds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The user's own table of accelerator ids. */
final class UserIds {

  private static final String VARIABLE = "ASSAY_PCI_IDS";

  private UserIds() {}

  static Optional<PciIds> read(Map<String, String> environment, Path home) {
    String named = environment.getOrDefault(VARIABLE, "");
    Path file = named.isEmpty() ? home.resolve(".config/assay/pci.ids") : Path.of(named);
    if (named.isEmpty() && !Files.exists(file)) {
      return Optional.empty();
    }
    Reading<String> text = Root.live().text(file.toAbsolutePath().toString());
    return Optional.of(
        switch (text) {
          case Reading.Present<String>(String lines, var unit, var source) ->
              PciIds.parse(lines, file.toString());
          case Reading.Unavailable<String>(String reason) ->
              new PciIds(
                  Map.of(),
                  List.of("The table of PCI ids %s is not used: %s.".formatted(file, reason)));
        });
  }
}
