package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import assay.probe.state.LoadSources;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadSourcesTest {

  @TempDir Path folder;

  private static final String STAT = "/proc/stat = cpu  100 0 50 800 20 10 20 40 0 0\n";

  private static Map<String, Reading<List<Sample>>> read(Root root, List<Long> children) {
    Map<String, Reading<List<Sample>>> all = new TreeMap<>();
    for (Source source : LoadSources.of(root, children)) {
      all.put(source.channel().id(), source.read());
    }
    return all;
  }

  private static double value(Reading<List<Sample>> reading) {
    return reading.asOptional().orElseThrow().getFirst().value();
  }

  @Test
  void ticksAreSecondsOfAllCores() {
    Root root =
        Capture.of(
            STAT
                + "/proc/self/stat = 7 (a (b) c) R 1 1 1 0 -1 0 0 0 0 0 30 20 5 5 20 0\n"
                + "/proc/12/stat = 12 (child) R 1 1 1 0 -1 0 0 0 0 0 100 0 0 0 20 0\n",
            folder);
    var all = read(root, List.of(12L, 13L));
    assertEquals(10.4, value(all.get(LoadSources.ALL)), 1e-9);
    assertEquals(1.8, value(all.get(LoadSources.BUSY)), 1e-9);
    assertEquals(0.4, value(all.get(LoadSources.STEAL)), 1e-9);
    // 0.6 s of its own and 1 s of the child that lives; the other has ended.
    assertEquals(1.6, value(all.get(LoadSources.OWN)), 1e-9);
  }

  @Test
  void whatIsNotThereIsAReason() {
    var all = read(Capture.of("/proc/stat = nonsense\n", folder), List.of());
    assertFalse(all.get(LoadSources.STEAL).isPresent());
    Expect.reason("absent: no /proc/self/stat", all.get(LoadSources.OWN));
  }
}
