package assay.bench.run;

import assay.bench.fork.ForkedJvm;
import assay.reports.record.Ceiling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Measures this machine's ceilings in a JVM of their own. */
public record CeilingFork(Path scratch) {

  public List<Ceiling> measure(ForkedJvm jvm) throws IOException {
    return List.of();
  }
}
