package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.reports.history.History;
import assay.reports.history.RunLine;
import assay.reports.history.StoreAddress;
import assay.reports.record.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several {@code assay history add} at once, and such that are killed. */
class HistoryProcessTest {

  @TempDir private Path folder;

  private AssayProcess add(List<String> runs) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("history", "add"));
    arguments.addAll(runs);
    arguments.addAll(List.of("--store", store().toString()));
    // DuckDB unpacks its library here, and a process that is killed leaves it behind.
    return AssayProcess.start(
        folder,
        List.of("env", "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + folder),
        arguments.toArray(String[]::new));
  }

  private Path store() {
    return folder.resolve("h");
  }

  private List<String> runs(String prefix, int count) throws IOException {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path run = folder.resolve(prefix + i);
      String at = "2026-01-01T00:00:%02dZ".formatted(i % 60);
      new RunStore().write(HistoryCommandTest.run(prefix + i, at, at, 100), run);
      paths.add(run.toString());
    }
    return paths;
  }

  private History read() {
    return History.toRead(StoreAddress.of(store().toString(), Map.of()), text -> {});
  }

  @Test
  void writersAtOnceLoseNothing() throws Exception {
    int each = 4;
    List<String> shared = runs("shared", 1);
    List<AssayProcess> writers = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      List<String> own = new ArrayList<>(runs(name, each));
      own.addAll(shared);
      writers.add(add(own));
    }
    int already = 0;
    for (AssayProcess writer : writers) {
      assertEquals(0, writer.await(), writer.output());
      already += writer.output().contains("nothing was changed") ? 1 : 0;
    }
    assertEquals(writers.size() - 1, already);
    try (History history = read()) {
      assertEquals(writers.size() * each + 1, history.runs().size());
      assertEquals(List.of(), history.verify());
      assertEquals(writers.size() * each + 1, history.cases().getFirst().points());
    }
  }

  @Test
  void aKilledWriterLeavesNothingHalf() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<String> all = runs("k", 40);
    for (int attempt = 0; attempt < 5; attempt++) {
      AssayProcess writer = add(all);
      int wanted = Math.min(35, countFiles() + random.nextInt(1, 6));
      while (countFiles() < wanted && writer.isAlive()) {
        Thread.sleep(0, 300_000);
      }
      writer.kill();
      try (History history = read()) {
        List<String> ids = history.runs().stream().map(RunLine::id).toList();
        assertEquals(List.of(), history.faults());
        assertEquals(countFiles(), ids.size(), ids.toString());
        assertEquals(List.of(), history.verify());
        int points = history.cases().isEmpty() ? 0 : history.cases().getFirst().points();
        assertEquals(ids.size(), points);
        for (String said : added(writer.output())) {
          assertTrue(ids.contains(said), said + " was added, and is not in " + ids);
        }
      }
    }
    AssayProcess last = add(all);
    assertEquals(0, last.await(), last.output());
    try (History history = read()) {
      assertEquals(all.size(), history.runs().size());
      assertEquals(List.of(), history.verify());
      assertEquals(List.of(), history.oddities());
    }
  }

  /** As on a medium, or in a mount of a container: reading works, and adding is one sentence. */
  @Test
  void aFolderThatIsReadOnlyIsReadAndNotWritten() throws Exception {
    List<String> two = runs("r", 2);
    AssayProcess writer = add(two.subList(0, 1));
    assertEquals(0, writer.await(), writer.output());
    Path index = store().resolve("index.duckdb");
    byte[] empty = Files.readAllBytes(index);
    writer = add(two.subList(1, 2));
    assertEquals(0, writer.await(), writer.output());
    // Older than the records, and nobody can bring it up to date there.
    Files.write(index, empty);
    List<String> readOnly = readOnly();
    AssayProcess listing = start(readOnly, "list", "--store", store().toString());
    assertEquals(0, listing.await(), listing.output());
    assertTrue(listing.output().contains("r0") && listing.output().contains("r1"));
    AssayProcess adding = start(readOnly, "add", runs("s", 1).get(0), "--store", "" + store());
    assertEquals(2, adding.await(), adding.output());
    assertTrue(adding.output().contains("read-only"), adding.output());
    assertFalse(adding.output().contains("\tat "), adding.output());
  }

  private AssayProcess start(List<String> prefix, String... words) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("history"));
    arguments.addAll(List.of(words));
    return AssayProcess.start(folder, prefix, arguments.toArray(String[]::new));
  }

  /** A namespace in which the history is mounted read-only, where this user may make one. */
  private List<String> readOnly() throws Exception {
    String mount = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"";
    List<String> prefix =
        List.of("unshare", "--map-root-user", "--mount", "sh", "-c", mount, "" + store());
    List<String> trial = new ArrayList<>(prefix);
    trial.add("true");
    boolean works;
    try {
      works = new ProcessBuilder(trial).start().waitFor() == 0;
    } catch (IOException e) {
      works = false;
    }
    assumeTrue(works, "no user namespaces here");
    return prefix;
  }

  private static List<String> added(String output) {
    return output
        .lines()
        .filter(line -> line.matches("added \\S+: .*"))
        .map(line -> line.replaceAll("added (\\S+): .*", "$1"))
        .toList();
  }

  private int countFiles() throws IOException {
    if (!Files.isDirectory(store().resolve("runs"))) {
      return 0;
    }
    try (Stream<Path> files = Files.list(store().resolve("runs"))) {
      return (int) files.filter(file -> file.toString().endsWith(".json.gz")).count();
    }
  }
}
