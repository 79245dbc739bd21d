package assay.reports.conform;

import assay.reports.summary.Units;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What page, PDF and terminal say alike. */
final class Words {

  static final String DISCLAIMER =
      "A pass speaks of the checks that were made, on this device and with this seed; it is a"
          + " functional readout and no substitute for a qualification of the part.";

  /** Between two things that {@link Exactness#declared} says. */
  private static final String PART = "; or |, (?=(?:activations|query|stored numbers|sums) in )";

  private Words() {}

  /** For instance {@code FAIL, 412 of 534 checks made (77 %)}. */
  static String coverage(Conformance record) {
    return "%d of %d checks made (%s)"
        .formatted(record.made(), record.planned(), share(record.coverage()));
  }

  /**
   * What the tolerances follow from, for instance {@code Held to the roundings that it declares:
   * activations in f16, q8_0; sums in f16.}; "" where all is float32 or exact.
   */
  static String roundings(Conformance record) {
    Map<String, Set<String>> declared = new TreeMap<>();
    record.exactness().stream()
        .flatMap(row -> Stream.of(row.declared().split(PART)))
        .map(part -> part.split(" in ", 2))
        .filter(part -> part.length == 2 && !part[1].equals("f32"))
        .forEach(part -> declared.computeIfAbsent(part[0], what -> new TreeSet<>()).add(part[1]));
    return declared.isEmpty()
        ? ""
        : declared.entrySet().stream()
            .map(each -> each.getKey() + " in " + String.join(", ", each.getValue()))
            .collect(Collectors.joining("; ", "Held to the roundings that it declares: ", "."));
  }

  /** Rounded down: nobody should read 100 where one is missing. */
  static String share(double share) {
    return String.format(Locale.ROOT, "%d %%", (int) Math.floor(100 * share));
  }

  static String when(Conformance record) {
    String day = record.startedAt().substring(0, Math.min(10, record.startedAt().length()));
    return "%s, level %s, seed %d".formatted(day, record.level(), record.seed());
  }

  /** Measured against allowed, or "" where there is no figure. */
  static String figures(Finding finding) {
    if (finding.measured() == null) {
      return "";
    }
    if (finding.unit().isEmpty()) {
      return "%s times its tolerance".formatted(number(finding.measured()));
    }
    return "%s %s, allowed %s"
        .formatted(number(finding.measured()), finding.unit(), number(finding.allowed()));
  }

  static String number(double value) {
    boolean isWhole = value == Math.rint(value) && Math.abs(value) < 1e6;
    if (isWhole || Math.abs(value) >= 100 && Math.abs(value) < 1e6) {
      return String.valueOf(Math.round(value));
    }
    return String.format(Locale.ROOT, "%.3g", value);
  }

  /** Share of the tolerance, rounded up: what is just outside must not read as 100. */
  static String worst(Exactness row) {
    if (row.worstOfTolerance() > 10) {
      return Double.isInfinite(row.worstOfTolerance())
          ? "not finite"
          : number(Math.ceil(row.worstOfTolerance())) + " times";
    }
    return String.format(Locale.ROOT, "%.1f %%", Math.ceil(1000 * row.worstOfTolerance()) / 10);
  }

  static String nmse(Exactness row) {
    return Units.error(row.nmse());
  }

  /** Whether it is time to print the command, which shows all findings of a probe. */
  static boolean isLastOfItsCommand(List<Finding> findings, int i) {
    return i + 1 == findings.size()
        || !findings.get(i).reproducer().equals(findings.get(i + 1).reproducer());
  }

  /** As a shell takes it. */
  static String command(Finding finding) {
    return finding.reproducer().stream().map(Words::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./,:@%+=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Of a finding that further checks showed too. */
  static String also(Finding finding) {
    return finding.also() == 0 ? "" : "also in %d further checks".formatted(finding.also());
  }

  static String state(RungResult rung) {
    return switch (rung.state()) {
      case "FAIL" -> "%d %s".formatted(rung.faults(), rung.faults() == 1 ? "fault" : "faults");
      case "PASS" -> "no fault";
      default -> "not tried";
    };
  }
}
