package assay.reports.history;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares every document of a store with what was added, and with what the tables have of it. */
final class Verification {

  private Verification() {}

  /** Each a sentence; documents are only read again where the store itself finds no fault. */
  static List<String> faults(Store store) throws SQLException, IOException {
    List<String> faults = new ArrayList<>(store.faults());
    if (faults.isEmpty()) {
      Map<Document.Name, Integer> points = Tables.points(store.tables());
      for (Map.Entry<Document.Name, Store.Indexed> each : store.indexed().entrySet()) {
        int indexed = points.getOrDefault(each.getKey(), 0);
        faultOf(store.document(each.getKey()), each.getValue(), indexed).ifPresent(faults::add);
      }
    }
    return faults;
  }

  private static Optional<String> faultOf(
      Document document, Store.Indexed indexed, int indexedPoints) {
    String name = document.name().toString();
    if (!document.sha256().equals(indexed.sha256())) {
      return Optional.of("%s is not what was added: its checksum differs".formatted(name));
    }
    int points = document.entry(name) instanceof MeasuredRun run ? run.points() : 0;
    return points == indexedPoints
        ? Optional.empty()
        : Optional.of(
            "%s has %d points, the tables %d of them; \"assay history rebuild\" makes them anew"
                .formatted(name, points, indexedPoints));
  }
}
