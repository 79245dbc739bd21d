package assay.reports.change;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import tools.jackson.databind.json.JsonMapper;

/** A finding as one line of JSON; what there is not is null. */
public final class FindingJson {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private FindingJson() {}

  /**
   * @param acknowledged why somebody accepted it; null when nobody did
   */
  public static String of(Finding finding, String acknowledged) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("series", finding.series());
    fields.put("index", finding.index());
    fields.put("kind", word(finding.kind()));
    fields.put("confirmed", finding.confirmed());
    fields.put("direction", finding.after() > finding.before() ? "up" : "down");
    fields.put("effect", word(finding.effect()));
    fields.put("before", finding.before());
    fields.put("after", finding.after());
    fields.put("relative", number(finding.relative()));
    fields.put("sigmas", number(finding.sigmas()));
    fields.put("earliest", finding.earliest());
    fields.put("latest", finding.latest());
    fields.put("p_value", number(finding.pValue()));
    fields.put("evidence", finding.evidence());
    fields.put("acknowledged", acknowledged);
    return MAPPER.writeValueAsString(fields);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Double number(OptionalDouble value) {
    return value.isPresent() ? (Double) value.getAsDouble() : null;
  }
}
