package assay.probe.instrument;

import assay.probe.Numbers;
import assay.probe.Reading;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ipmitool dcmi power reading} prints.
 *
 * @param watts whole ones
 * @param samplingSeconds over which the controller keeps its statistics; the reading itself is of
 *     the last moment it was taken, which it does not tell
 */
record DcmiText(double watts, Reading<Double> samplingSeconds) {

  private static final Pattern WATTS =
      Pattern.compile("Instantaneous power reading:\\s*(\\d{1,7})\\s*Watts");

  private static final Pattern PERIOD =
      Pattern.compile("Sampling period:\\s*(\\d{1,10})\\s*(Seconds|Milliseconds)?");

  private static final Pattern STATE = Pattern.compile("Power reading state is:\\s*(\\w+)");

  static Reading<DcmiText> parse(String text) {
    Matcher state = STATE.matcher(text);
    if (state.find() && !state.group(1).equalsIgnoreCase("activated")) {
      return Reading.unsupported("the controller's power readings are " + state.group(1));
    }
    Matcher watts = WATTS.matcher(text);
    if (!watts.find()) {
      return Reading.unreadable(
          "ipmitool says %s, which is no power reading".formatted(Numbers.quote(text.strip())));
    }
    double value = Double.parseDouble(watts.group(1));
    if (value == 0) {
      return Reading.unsupported("the controller says 0 W, so it does not measure");
    }
    Matcher period = PERIOD.matcher(text);
    return Reading.of(new DcmiText(value, period(period)), "W", "ipmitool");
  }

  private static Reading<Double> period(Matcher period) {
    if (!period.find()) {
      return Reading.absent("no sampling period is stated");
    }
    boolean millis = "Milliseconds".equals(period.group(2));
    return Reading.of(Double.parseDouble(period.group(1)) * (millis ? 1e-3 : 1), "s", "ipmitool");
  }
}
