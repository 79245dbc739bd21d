package assay.probe.instrument;

import assay.probe.Reading;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * What an instrument says of itself before it is asked for power.
 *
 * @param periodSeconds between two updates of its value, and who says so
 * @param accuracy relative to the power at that moment
 * @param watts its first answer, or why that is no power
 */
record ScpiHello(
    String identity,
    Reading<Double> periodSeconds,
    Reading<Double> accuracy,
    Reading<Double> watts) {

  /** Digital power meters that update ten times a second at most; others may go faster. */
  private static final double SHORTEST_SECONDS = 0.01;

  private static final double LONGEST_SECONDS = 60;

  private static final Pattern WT300 =
      Pattern.compile("YOKOGAWA[^,]*, *WT3[13]\\d(E?)", Pattern.CASE_INSENSITIVE);

  /** Thrown where the profile is for another model. */
  static final class OtherInstrumentException extends IOException {
    private static final long serialVersionUID = 1L;

    OtherInstrumentException(String message) {
      super(message);
    }
  }

  /**
   * Asks who is there, sets it up, and asks for power once.
   *
   * @param before the identity that was there at first, "" for the first time; it must not change
   */
  static ScpiHello of(ScpiLink link, ScpiProfile profile, String channel, String before)
      throws IOException {
    String identity = link.ask("*IDN?");
    boolean number = ScpiNumber.parse(identity, "it").isPresent();
    if (identity.isEmpty() || number || !profile.fits(identity)) {
      throw new OtherInstrumentException(
          "the instrument says it is \"%s\"; profile %s is for %s"
              .formatted(identity, profile.text(), profile.family()));
    }
    if (!before.isEmpty() && !before.equals(identity)) {
      throw new OtherInstrumentException(
          "another instrument answers: \"%s\", no longer \"%s\"".formatted(identity, before));
    }
    for (String command : profile.setUp(channel)) {
      link.tell(command);
    }
    Reading<Double> period = period(link, profile);
    Reading<Double> watts = ScpiNumber.parse(link.ask(profile.question(channel)), "it");
    return new ScpiHello(identity, period, accuracy(link, identity, watts), watts);
  }

  private static Reading<Double> period(ScpiLink link, ScpiProfile profile) throws IOException {
    if (profile.periodQuestion().isPresent()) {
      String question = profile.periodQuestion().get();
      double seconds = number(link.ask(question));
      if (seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS) {
        return Reading.of(seconds, "s", "its answer to " + question);
      }
    }
    return Reading.of(
        profile.periodSeconds(),
        "s",
        profile.averages()
            ? "estimate: its maker's usual setting"
            : "estimate: how often it is asked");
  }

  /**
   * IM WT310E-02EN and IM WT310-02EN, 7.3.2, active power at 45 to 66 Hz and a power factor of 1:
   * 0.1 % of the reading, and of the range 0.05 % (WT310E) or 0.1 % (WT310).
   */
  private static Reading<Double> accuracy(ScpiLink link, String identity, Reading<Double> watts)
      throws IOException {
    var model = WT300.matcher(identity);
    double now = watts.asOptional().orElse(0.0);
    if (!model.lookingAt() || !(now > 0)) {
      return Reading.unsupported("nobody states it");
    }
    double range =
        number(link.ask(":INPUT:VOLTAGE:RANGE?")) * number(link.ask(":INPUT:CURRENT:RANGE?"));
    double ofRange = model.group(1).isEmpty() ? 0.001 : 0.0005;
    return range >= now && range < 1e6
        ? Reading.of(
            0.001 + ofRange * range / now,
            "1",
            "its manual, 45 to 66 Hz, power factor 1, at %.3g of %.3g W".formatted(now, range))
        : Reading.unsupported("it does not tell its range");
  }

  private static double number(String text) {
    return ScpiNumber.parse(text, "it").asOptional().orElse(Double.NaN);
  }
}
