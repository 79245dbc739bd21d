package assay.probe.energy;

import assay.probe.telemetry.*;
import java.util.List;

public final class Cover {
  public record Headline(List<Channel> channels, String covers) {}

  public static Headline headline(List<Channel> c, boolean host, String part) {
    return new Headline(List.of(), "stub");
  }
}
