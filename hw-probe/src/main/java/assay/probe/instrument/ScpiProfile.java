package assay.probe.instrument;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How one family of instruments is asked for active power in W.
 *
 * <p>Questions are those of the makers' programming manuals.
 */
enum ScpiProfile {
  /** WT300 and WT500 series; :NUMeric:NORMal's first item is set to the first element's power. */
  YOKOGAWA(
      "YOKOGAWA",
      List.of(":NUMERIC:FORMAT ASCII", ":NUMERIC:NORMAL:NUMBER 1", ":NUMERIC:NORMAL:ITEM1 P,1"),
      ":NUMERIC:NORMAL:VALUE? 1",
      0.25),
  /** DC analysers and supplies with a power measurement, N6700 series and relatives. */
  KEYSIGHT("Keysight|Agilent", List.of(), "MEASURE:POWER?", 0.1),
  /** SCPI-99 command reference, MEASure:POWer. */
  GENERIC("", List.of(), "MEASURE:POWER?", 0.1);

  private final Pattern maker;
  private final List<String> setUp;
  private final String question;
  private final double periodSeconds;

  ScpiProfile(String maker, List<String> setUp, String question, double periodSeconds) {
    this.maker = Pattern.compile(maker, Pattern.CASE_INSENSITIVE);
    this.setUp = setUp;
    this.question = question;
    this.periodSeconds = periodSeconds;
  }

  /**
   * @throws IllegalArgumentException naming the profiles there are
   */
  static ScpiProfile named(String name) {
    return Arrays.stream(values())
        .filter(profile -> profile.text().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no profile \"%s\"; there are %s"
                    .formatted(
                        name,
                        String.join(
                            ", ", Arrays.stream(values()).map(ScpiProfile::text).toList()))));
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param identity as {@code *IDN?} tells it: maker, model, serial number, firmware
   */
  boolean fits(String identity) {
    return maker.matcher(identity.split(",", 2)[0]).find();
  }

  /** Commands without an answer. */
  List<String> setUp() {
    return setUp;
  }

  String question() {
    return question;
  }

  /** As the maker sets it at the factory; a user may have set another. */
  double periodSeconds() {
    return periodSeconds;
  }
}
