package assay.probe.instrument;

import assay.probe.Reading;
import assay.probe.telemetry.Source;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Opens the instruments that a user names. */
public final class Instruments {

  /** A new kind is one line here. */
  private static final Map<String, Function<MeterSpec, Reading<List<Source>>>> KINDS =
      Collections.unmodifiableMap(
          new TreeMap<>(
              Map.of(
                  "scpi", Kinds::scpi,
                  "usbtmc", Kinds::usbtmc,
                  "redfish", Kinds::redfish,
                  "ipmi", Kinds::ipmi,
                  "command", Kinds::command,
                  "serial", Kinds::serial,
                  "mlperf", Kinds::mlperf,
                  "powermetrics", Kinds::powermetrics)));

  private Instruments() {}

  /**
   * Connects to one.
   *
   * @param text {@code KIND:ADDRESS[?OPTION=VALUE&...]}
   * @return its sources, which are to be closed, or why there are none
   * @throws IllegalArgumentException for a text that names no instrument, saying what is wrong
   */
  public static Reading<List<Source>> open(String text) {
    MeterSpec spec = MeterSpec.parse(text);
    Function<MeterSpec, Reading<List<Source>>> kind = KINDS.get(spec.kind());
    if (kind == null) {
      throw new IllegalArgumentException(
          "there is no kind of instrument \"%s\"; there are %s"
              .formatted(spec.kind(), String.join(", ", KINDS.keySet())));
    }
    return kind.apply(spec);
  }
}
