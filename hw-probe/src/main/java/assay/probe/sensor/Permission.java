package assay.probe.sensor;

import assay.probe.Reading;
import java.util.List;
import java.util.regex.Pattern;

/** What to do about a file that this user may not read. */
public final class Permission {

  /** Between two files whose product is one value. */
  private static final Pattern BOTH = Pattern.compile(" \\* ");

  private Permission() {}

  /** A refusal with its file and the two ways to be granted it; anything else as it is. */
  public static <T> Reading<T> remedy(Reading<T> reading, String path) {
    return reading instanceof Reading.Unavailable<T>(String reason)
            && reason.startsWith("no permission")
            && !reason.contains("CAP_DAC_READ_SEARCH")
        ? Reading.unavailable(reason + ": " + text(path))
        : reading;
  }

  private static String text(String path) {
    String why = path.endsWith("/energy_uj") ? "Linux keeps it for root since 5.10; " : "";
    List<String> lines =
        BOTH.splitAsStream(path).map("\"z %s 0440 root GROUP\""::formatted).toList();
    return why
        + "run as root (or with CAP_DAC_READ_SEARCH in the effective set), or give a group the"
        + " right with a udev rule or %s %s in /etc/tmpfiles.d/"
            .formatted(lines.size() == 1 ? "a line" : "lines", String.join(" and ", lines));
  }
}
