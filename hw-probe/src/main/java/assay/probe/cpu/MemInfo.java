package assay.probe.cpu;

import assay.probe.Numbers;
import assay.probe.Reading;

/** {@code /proc/meminfo}: a name, a number and "kB", which means 1024 bytes. */
public final class MemInfo {

  private MemInfo() {}

  public static Reading<Long> bytes(String text, String key, String source) {
    for (String line : text.split("\n")) {
      if (line.startsWith(key + ":")) {
        String number = line.substring(key.length() + 1).replaceFirst("\\s*kB\\s*$", "");
        return Numbers.whole(number, source)
            .flatMap((value, unit, from) ->
                value >= 0 && value < 1L << 50
                    ? Reading.of(value << 10, "B", from)
                    : Reading.unreadable(from + " says " + key + " is " + value + " kB"));
      }
    }
    return Reading.absent("no " + key + " in " + source);
  }
}
