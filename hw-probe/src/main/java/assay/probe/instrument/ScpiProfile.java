package assay.probe.instrument;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How one family of instruments is asked for active power in W.
 *
 * <p>{@code #} in a command stands for the channel, or the element, that is measured.
 */
enum ScpiProfile {
  /**
   * IM WT310E-17EN, IM WT1801-17EN: NUMeric's first item is set to the element's power. Before the
   * WT300 the makers' commands were others, and a WT310 can be told to speak those.
   */
  YOKOGAWA(
      "Yokogawa's WT300, WT500 and later",
      "YOKOGAWA[^,]*, *(WT(?!1[13]0|2[13]0)|76\\d{4})",
      List.of(
          ":COMMUNICATE:HEADER OFF",
          ":NUMERIC:FORMAT ASCII",
          ":NUMERIC:NORMAL:NUMBER 1",
          ":NUMERIC:NORMAL:ITEM1 P,#"),
      ":NUMERIC:NORMAL:VALUE? 1",
      ":RATE?",
      0.25,
      true),
  /** As public drivers ask the N6700 and N7900 series: a list of channels on every question. */
  KEYSIGHT(
      "Keysight's N67xx, N69xx, N79xx and EL3xxxx",
      "(KEYSIGHT|AGILENT)[^,]*, *(N6[79]|N79|EL3)",
      List.of(),
      "MEASURE:POWER? (@#)",
      "",
      0.1,
      false),
  /** PyMeasure's driver of the 66205, pythonequipmentdrivers' of the 66204. */
  CHROMA(
      "Chroma's 66202 and 66205", "CHROMA[^,]*, *6620[25]", List.of(), "FETCH? W", "", 0.25, true),
  /** As public drivers ask them: lines end with CR LF; headers are on when it is switched on. */
  HIOKI(
      "Hioki's PW3336, PW3337 and PW3390",
      "HIOKI[^,]*, *PW33(36|37|90)",
      List.of(":HEADER OFF\r"),
      ":MEASURE? P#\r",
      "",
      0.2,
      true),
  /** SCPI-99 command reference, MEASure:POWer. */
  GENERIC("anything that knows MEASURE:POWER?", "", List.of(), "MEASURE:POWER?", "", 0.1, false);

  private final String family;
  private final Pattern identity;
  private final List<String> setUp;
  private final String question;
  private final String periodQuestion;
  private final double periodSeconds;
  private final boolean averages;

  ScpiProfile(
      String family,
      String identity,
      List<String> setUp,
      String question,
      String periodQuestion,
      double periodSeconds,
      boolean averages) {
    this.family = family;
    this.identity = Pattern.compile(identity, Pattern.CASE_INSENSITIVE);
    this.setUp = setUp;
    this.question = question;
    this.periodQuestion = periodQuestion;
    this.periodSeconds = periodSeconds;
    this.averages = averages;
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

  /** What it is for, in words. */
  String family() {
    return family;
  }

  /**
   * @param said as {@code *IDN?} is answered: maker, model, serial number, firmware
   */
  boolean fits(String said) {
    return identity.matcher(said).lookingAt();
  }

  /** Commands without an answer. */
  List<String> setUp(String channel) {
    return setUp.stream().map(command -> command.replace("#", channel)).toList();
  }

  String question(String channel) {
    return question.replace("#", channel);
  }

  boolean hasChannels() {
    return question.contains("#") || setUp.stream().anyMatch(command -> command.contains("#"));
  }

  /** Answered with the seconds between two updates, where there is such a question. */
  Optional<String> periodQuestion() {
    return Optional.of(periodQuestion).filter(text -> !text.isEmpty());
  }

  /** How often it is asked unless it tells a period: the makers' usual setting, or a guess. */
  double periodSeconds() {
    return periodSeconds;
  }

  /** Whether a value is the mean over the time since the last. */
  boolean averages() {
    return averages;
  }
}
