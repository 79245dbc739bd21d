package assay.probe.instrument;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Source;
import java.util.List;
import java.util.function.Predicate;

/** Waiting for what a reader's thread brings. */
final class Reads {

  private Reads() {}

  static Source open(String text) {
    Reading<List<Source>> opened = Instruments.open(text);
    assertTrue(opened.isPresent(), opened::toString);
    return opened.asOptional().orElseThrow().getFirst();
  }

  /** Reads until an answer is as wanted; ten seconds at most. */
  static Reading<List<Sample>> await(Source source, Predicate<Reading<List<Sample>>> wanted)
      throws InterruptedException {
    Reading<List<Sample>> last = source.read();
    for (int i = 0; i < 500 && !wanted.test(last); i++) {
      Thread.sleep(20);
      last = source.read();
    }
    Reading<List<Sample>> found = last;
    assertTrue(wanted.test(found), found::toString);
    return found;
  }

  static List<Sample> samples(Source source) throws InterruptedException {
    return await(source, Reads::hasSamples).asOptional().orElseThrow();
  }

  static boolean hasSamples(Reading<List<Sample>> reading) {
    return reading.asOptional().filter(samples -> !samples.isEmpty()).isPresent();
  }

  static String refusal(Source source) throws InterruptedException {
    return Reading.why(await(source, reading -> !reading.isPresent()));
  }
}
