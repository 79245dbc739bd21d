package assay.probe.instrument;

import assay.probe.Numbers;
import assay.probe.Reading;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ipmitool dcmi power reading} prints.
 *
 * <p>Its sampling period is that of the controller's statistics; how often the reading itself is
 * renewed it does not tell.
 *
 * @param watts whole ones
 */
record DcmiText(double watts) {

  private static final Pattern WATTS =
      Pattern.compile("Instantaneous power reading:\\s*(\\d{1,7})\\s*Watts");

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
    return Reading.of(new DcmiText(value), "W", "ipmitool");
  }
}
