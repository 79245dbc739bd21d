package assay.probe.instrument;

import assay.probe.Numbers;
import assay.probe.Reading;
import assay.probe.Texts;
import assay.probe.telemetry.Measure;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a Redfish service tells: {@code Power}'s PowerControl[0].PowerConsumedWatts, which is the
 * chassis' (others are parts of it), or {@code EnvironmentMetrics}' PowerWatts.Reading, and where
 * there is no power its EnergykWh.Reading.
 *
 * <p>Power goes first: the counter is mostly of whole or thousandths of kWh, steps of 3600 J and
 * more, in which nothing short of an hour can be measured.
 *
 * @param value in W or J
 */
record RedfishJson(Measure measure, double value) {

  private static final JsonNode MISSING = JsonMapper.shared().createObjectNode().path("");

  private static final double JOULES_IN_KWH = 3.6e6;

  private static final double MOST_KWH = 1e9;

  static Reading<RedfishJson> parse(String json) {
    JsonNode tree;
    try {
      tree = JsonMapper.shared().readTree(json);
    } catch (JacksonException e) {
      return Reading.unreadable("its answer is no JSON");
    }
    JsonNode watts = first(tree.path("PowerWatts"), tree.path("PowerControl").path(0));
    if (!watts.isMissingNode()) {
      return power(watts);
    }
    JsonNode energy = tree.path("EnergykWh").path("Reading");
    if (isNothing(energy)) {
      return Reading.unsupported(
          "it has neither PowerControl[0].PowerConsumedWatts nor PowerWatts.Reading nor"
              + " EnergykWh.Reading");
    }
    double spent = energy.isNumber() ? energy.doubleValue() : Double.NaN;
    return spent >= 0 && spent < MOST_KWH
        ? Reading.of(new RedfishJson(Measure.ENERGY, spent * JOULES_IN_KWH), "J", "Redfish")
        : Reading.unreadable("it says %s, which is no energy".formatted(brief(energy)));
  }

  private static JsonNode first(JsonNode now, JsonNode old) {
    JsonNode reading = now.path("Reading");
    JsonNode consumed = old.path("PowerConsumedWatts");
    return !isNothing(reading) ? reading : !isNothing(consumed) ? consumed : MISSING;
  }

  private static boolean isNothing(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static Reading<RedfishJson> power(JsonNode node) {
    double watts = node.isNumber() ? node.doubleValue() : Double.NaN;
    if (!(watts >= 0 && watts < Feed.MOST_WATTS)) {
      return Reading.unreadable("it says %s, which is no power".formatted(brief(node)));
    }
    return watts == 0
        ? Reading.unsupported("it says 0 W, so it does not measure")
        : Reading.of(new RedfishJson(Measure.POWER, watts), "W", "Redfish");
  }

  private static String brief(JsonNode node) {
    return Numbers.quote(Texts.clean(node.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
