package assay.reports.history;

import assay.reports.text.Plain;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Limits on what goes into a history; records come from anywhere. */
final class Checked {

  /** Twice what Bencher takes; a name that is longer is none. */
  static final int LONGEST_TEXT = 2000;

  private static final int LONGEST_SHOWN = 200;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,119}");

  /** DuckDB and PostgreSQL both hold these years and some more. */
  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private Checked() {}

  /** An id becomes a file name, so it may hold nothing that means something in a path. */
  static String id(String id) {
    if (id == null || !ID.matcher(id).matches() || id.contains("..") || id.endsWith(".")) {
      throw new UnusableHistoryException(
          "its id \"%s\" cannot name a file (letters, digits, . _ + -, at most 120); give another one by --as ID"
              .formatted(shown(id)));
    }
    return id;
  }

  /** The text unchanged, if it is of a sane length. */
  static String text(String what, String text) {
    if (text == null) {
      return "";
    }
    if (text.length() > LONGEST_TEXT) {
      throw new UnusableHistoryException(
          "a %s has %d characters, a history takes %d; it begins \"%s\""
              .formatted(what, text.length(), LONGEST_TEXT, Plain.cut(shown(text), 40)));
    }
    if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new UnusableHistoryException(
          "a %s has characters that no text has: \"%s\"".formatted(what, shown(text)));
    }
    return text;
  }

  /** One harmless line. */
  static String shown(String text) {
    // Cut first: cleaning megabytes only to throw them away takes seconds.
    return Plain.cut(Plain.of(text == null ? "" : Plain.cut(text, LONGEST_TEXT)), LONGEST_SHOWN);
  }

  static Instant time(String text, String what) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
        throw new DateTimeException("out of range");
      }
      return time;
    } catch (DateTimeException | NullPointerException e) {
      throw new UnusableHistoryException(
          "its %s is \"%s\", which is no time such as 2026-03-04T10:00:00Z"
              .formatted(what, shown(text)),
          e);
    }
  }

  /** Two cases of one name could not be told apart later. */
  static List<MeasuredCase> distinct(List<MeasuredCase> cases) {
    Set<String> seen = new HashSet<>();
    for (MeasuredCase each : cases) {
      if (!seen.add(each.name().id() + '\0' + each.machine().key() + each.environment().key())) {
        throw new UnusableHistoryException(
            "it has the case \"%s\" twice".formatted(shown(each.name().id())));
      }
    }
    return cases;
  }
}
