package assay.probe.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.probe.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

class TapeTest {

  /** A reason why there is nothing, another one at each call. */
  private static final class Refusing implements Source {
    private int calls;

    @Override
    public Channel channel() {
      return Channel.of("m", "", Measure.POWER, Scope.WALL, "", "a test");
    }

    @Override
    public Reading<List<Sample>> read() {
      return Reading.unresolved("refusal " + ++calls);
    }
  }

  @Test
  void theLastReasonsAreKept() {
    Tape tape = new Tape(new Refusing(), 10);
    for (int i = 0; i < 1000; i++) {
      tape.read();
    }
    List<Trace.Gap> gaps = tape.take().gaps();
    assertEquals(64, gaps.size());
    assertEquals("unresolved: refusal 937", gaps.getFirst().reason());
    assertEquals("unresolved: refusal 1000", gaps.getLast().reason());
  }
}
