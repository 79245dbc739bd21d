package assay.probe.instrument;

import assay.probe.Reading;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Power in what a Redfish service says: {@code Power}'s PowerControl[0].PowerConsumedWatts, or
 * {@code EnvironmentMetrics}' PowerWatts.Reading.
 */
final class RedfishJson {

  private RedfishJson() {}

  static Reading<Double> watts(String json) {
    JsonNode tree;
    try {
      tree = JsonMapper.shared().readTree(json);
    } catch (JacksonException e) {
      return Reading.unreadable("its answer is no JSON");
    }
    JsonNode old = tree.path("PowerControl").path(0).path("PowerConsumedWatts");
    JsonNode now = tree.path("PowerWatts").path("Reading");
    JsonNode found = now.isMissingNode() ? old : now;
    if (found.isMissingNode() || found.isNull()) {
      return Reading.unsupported(
          "it has neither PowerControl[0].PowerConsumedWatts nor PowerWatts.Reading");
    }
    double watts = found.isNumber() ? found.doubleValue() : Double.NaN;
    if (!(watts >= 0 && watts < 1e7)) {
      return Reading.unreadable("it says %s, which is no power".formatted(found));
    }
    return watts == 0
        ? Reading.unsupported("it says 0 W, so it does not measure")
        : Reading.of(watts, "W", "Redfish");
  }
}
