package assay.probe.telemetry;

import assay.probe.Reading;
import java.util.List;

/** Reads as a test wants it, whose machine may stall for longer than a source is given. */
public final class Steady {

  private Steady() {}

  /** The first answer that came in time, be it a value or a reason. */
  public static Reading<List<Sample>> read(Source source) {
    Reading<List<Sample>> answer = source.read();
    while (isLate(answer)) {
      Thread.onSpinWait();
      answer = source.read();
    }
    return answer;
  }

  private static boolean isLate(Reading<?> answer) {
    return answer instanceof Reading.Unavailable<?>(String reason)
        && (reason.contains("has not answered for") || reason.contains("so nobody can tell when"));
  }
}
