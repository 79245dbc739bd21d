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
      Collections.unmodifiableMap(new TreeMap<>(Map.of("scpi", Instruments::scpi)));

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

  private static Reading<List<Source>> scpi(MeterSpec spec) {
    spec.allow("profile");
    String host = spec.address();
    int port = TcpLink.USUAL_PORT;
    int colon = spec.address().lastIndexOf(':');
    if (colon >= 0 && !spec.address().endsWith("]")) {
      host = spec.address().substring(0, colon);
      port = port(spec.address().substring(colon + 1));
    }
    if (host.isEmpty()) {
      throw new IllegalArgumentException("scpi: needs a host, as in scpi:192.168.0.7");
    }
    String name = "scpi:%s:%d".formatted(host, port);
    String to = host;
    int at = port;
    return ScpiMeter.open(name, () -> TcpLink.open(to, at), spec);
  }

  private static int port(String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65535) {
      throw new IllegalArgumentException("\"%s\" is no port; there are 1 to 65535".formatted(text));
    }
    return Integer.parseInt(text);
  }
}
