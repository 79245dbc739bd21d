package assay.probe.source;

import assay.probe.Reading;
import assay.probe.Root;
import java.util.ArrayList;
import java.util.List;

/**
 * Reasons that stand in a file each, as bits of one number. Where the file for all of them says no,
 * as it does nearly always, the others are not asked.
 */
final class ThrottleBits {

  private static final int MOST_REASONS = 52;

  private final Root root;
  private final String folder;
  private final String prefix;
  private final List<String> reasons;

  /**
   * @param prefix of the files, {@code throttle_reason_} or ""; xe's files are {@code status} and
   *     {@code reason_*}
   */
  ThrottleBits(Root root, String folder, String prefix) {
    this.root = root;
    this.folder = folder;
    this.prefix = prefix;
    String start = prefix.isEmpty() ? "reason_" : prefix;
    this.reasons =
        root.names(folder).stream()
            .filter(name -> name.startsWith(start) && !name.equals(start + "status"))
            .map(name -> name.substring(start.length()))
            .limit(MOST_REASONS)
            .toList();
  }

  String folder() {
    return folder;
  }

  String status() {
    return folder + "/" + prefix + "status";
  }

  private String file(String reason) {
    return folder + "/" + (prefix.isEmpty() ? "reason_" : prefix) + reason;
  }

  /** {@code 0x1 a reason without a name, 0x2 pl1, ...}. */
  String label() {
    List<String> all = new ArrayList<>(List.of("0x1 without a name"));
    for (int i = 0; i < reasons.size(); i++) {
      all.add("0x%x %s".formatted(2L << i, reasons.get(i)));
    }
    return String.join(", ", all);
  }

  Reading<Double> read() {
    return root.number(status())
        .flatMap((any, unit, source) -> {
          if (any == 0) {
            return Reading.of(0.0, "1", source);
          }
          return any == 1
              ? Reading.of((double) bits(), "1", source)
              : Reading.unreadable("%s holds %d, not 0 or 1".formatted(source, any));
        });
  }

  private long bits() {
    long bits = 0;
    for (int i = 0; i < reasons.size(); i++) {
      if (root.number(file(reasons.get(i))).asOptional().orElse(0L) == 1) {
        bits |= 2L << i;
      }
    }
    return bits == 0 ? 1 : bits;
  }
}
