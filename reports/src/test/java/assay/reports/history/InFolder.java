package assay.reports.history;

import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.reports.record.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** A test with a history in a folder of its own. */
abstract class InFolder {

  static final String FIRST = "2026-03-04T10:00:00Z";
  static final String SECOND = "2026-03-05T10:00:00Z";

  @TempDir Path folder;

  final List<String> notices = new ArrayList<>();

  Path store() {
    return folder.resolve("history");
  }

  StoreAddress address() {
    return new StoreAddress.Folder(store());
  }

  History toWrite() {
    return History.toWrite(address(), notices::add);
  }

  History toRead() {
    return History.toRead(address(), notices::add);
  }

  Path written(RunRecord run) throws IOException {
    return HistoryRuns.write(run, folder.resolve("run-" + System.nanoTime()));
  }

  History.Added add(RunRecord run) throws IOException {
    try (History history = toWrite()) {
      return history.add(written(run), Optional.empty());
    }
  }

  String refusal(RunRecord run) throws IOException {
    Path path = written(run);
    try (History history = toWrite()) {
      return assertThrows(UnusableHistoryException.class, () -> history.add(path, Optional.empty()))
          .getMessage();
    }
  }

  List<Series> series() {
    List<Series> all = new ArrayList<>();
    try (History history = toRead()) {
      history.series(key -> true, all::add);
    }
    return all;
  }

  Series times() {
    return series().stream()
        .filter(each -> each.key().metric().equals(Metric.TIME))
        .filter(each -> each.key().operation().equals("matmul"))
        .findFirst()
        .orElseThrow();
  }

  /** All that reads from the folder, as text. */
  String state() {
    try (History history = toRead()) {
      return history.runs() + "\n" + history.cases() + "\n" + history.faults();
    }
  }
}
