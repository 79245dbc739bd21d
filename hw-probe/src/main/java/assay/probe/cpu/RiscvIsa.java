package assay.probe.cpu;

import assay.probe.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The {@code isa} line of RISC-V: {@code rv64imafdcv_zba_zvl256b}, as the unprivileged manual's
 * chapter on naming has it.
 */
final class RiscvIsa {

  private RiscvIsa() {}

  static Isa of(CpuInfo info) {
    return info.first("isa")
        .or(() -> info.first("hart isa"))
        .map(line -> of(extensions(line)))
        .orElseGet(() -> Isa.unavailable("unreadable: /proc/cpuinfo has no isa line"));
  }

  /** Single letters and then the multi-letter extensions, in the line's order. */
  static List<String> extensions(String line) {
    List<String> found = new ArrayList<>();
    String[] parts = line.strip().toLowerCase(Locale.ROOT).split("_");
    String letters = parts[0].replaceFirst("^rv\\d+", "");
    // g stands for the general-purpose set.
    for (char letter : letters.replace("g", "imafd").toCharArray()) {
      if (Character.isLetter(letter)) {
        found.add(String.valueOf(letter));
      }
    }
    for (int i = 1; i < parts.length; i++) {
      if (!parts[i].isBlank()) {
        found.add(parts[i].strip());
      }
    }
    return List.copyOf(found);
  }

  private static Isa of(List<String> extensions) {
    return extensions.isEmpty()
        ? Isa.unavailable("unreadable: the isa line of /proc/cpuinfo names no extension")
        : new Isa(Reading.of(extensions, "", "/proc/cpuinfo"), bits(extensions));
  }

  /** The isa line states a minimum only; V itself promises 128. */
  private static Reading<Integer> bits(List<String> extensions) {
    int least = extensions.contains("v") ? 128 : 0;
    for (String extension : extensions) {
      if (extension.matches("zvl\\d{1,5}b")) {
        least = Math.max(least, Integer.parseInt(extension.substring(3, extension.length() - 1)));
      }
    }
    return least == 0
        ? Reading.unsupported("this core has no vector extension")
        : Reading.of(least, "bit", "/proc/cpuinfo, a minimum");
  }
}
