package assay.probe.device;

import assay.probe.Numbers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which PCI ids are accelerators; the format is described at the top of {@code accelerators.ids}.
 *
 * @param entries by "vendor", "vendor:device" or "vendor:device/revision", lower-case hexadecimal
 * @param warnings one sentence for each line that could not be read
 */
public record PciIds(Map<String, Entry> entries, List<String> warnings) {

  private static final Pattern LINE =
      Pattern.compile(
          "([0-9a-f]{4})(?::([0-9a-f]{4})(?:-([0-9a-f]{4}))?(?:/([0-9a-f]{2}))?)?"
              + "\\s+(vendor|gpu|npu|accelerator|display)\\s+(\\S.*)",
          Pattern.CASE_INSENSITIVE);

  private static final int MAX_WARNINGS = 10;

  /** What a line says about the devices it names. */
  public record Entry(String kind, String name) {}

  /** The table that ships with Assay. */
  public static PciIds bundled() {
    try (InputStream in = PciIds.class.getResourceAsStream("accelerators.ids")) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "accelerators.ids");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param source named in warnings
   */
  public static PciIds parse(String text, String source) {
    Map<String, Entry> entries = new HashMap<>();
    List<String> warnings = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String words = line.strip();
      if (!words.isEmpty() && !words.startsWith("#") && !add(words, entries)) {
        warnings.add(
            "%s line %d: %s is not \"vendor[:device[/revision]] kind name\"; the line is ignored."
                .formatted(source, number, Numbers.quote(words)));
      }
    }
    if (warnings.size() > MAX_WARNINGS) {
      int more = warnings.size() - MAX_WARNINGS;
      warnings.subList(MAX_WARNINGS, warnings.size()).clear();
      warnings.add("%s: %d more lines are ignored.".formatted(source, more));
    }
    return new PciIds(Map.copyOf(entries), List.copyOf(warnings));
  }

  /** This table with another one's lines, which win. */
  public PciIds with(PciIds user) {
    Map<String, Entry> all = new HashMap<>(entries);
    all.putAll(user.entries);
    List<String> both = new ArrayList<>(warnings);
    both.addAll(user.warnings);
    return new PciIds(Map.copyOf(all), List.copyOf(both));
  }

  /** The most exact line about one device. */
  public Optional<Entry> find(int vendor, int device, int revision) {
    String maker = "%04x".formatted(vendor);
    String id = "%s:%04x".formatted(maker, device);
    return Optional.ofNullable(entries.get("%s/%02x".formatted(id, revision)))
        .or(() -> Optional.ofNullable(entries.get(id)))
        .map(entry -> new Entry(entry.kind, withMaker(vendor, entry.name)))
        .or(() -> Optional.ofNullable(entries.get(maker)));
  }

  /** Whether a line names this very device, and not only its maker. */
  public boolean knows(int vendor, int device) {
    return entries.containsKey("%04x:%04x".formatted(vendor, device));
  }

  public Optional<String> vendor(int vendor) {
    return Optional.ofNullable(entries.get("%04x".formatted(vendor))).map(Entry::name);
  }

  private String withMaker(int vendor, String name) {
    return vendor(vendor)
        .filter(maker -> !name.startsWith(maker.split(" ")[0]))
        .map(maker -> maker + " " + name)
        .orElse(name);
  }

  private static boolean add(String line, Map<String, Entry> entries) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return false;
    }
    Entry entry = new Entry(lower(matcher.group(5)), matcher.group(6).strip());
    String vendor = lower(matcher.group(1));
    if (matcher.group(2) == null) {
      entries.put(vendor, entry);
      return true;
    }
    int first = Integer.parseInt(matcher.group(2), 16);
    int last = matcher.group(3) == null ? first : Integer.parseInt(matcher.group(3), 16);
    String revision = matcher.group(4) == null ? "" : "/" + lower(matcher.group(4));
    for (int device = first; device <= last; device++) {
      entries.put("%s:%04x%s".formatted(vendor, device, revision), entry);
    }
    return first <= last;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
