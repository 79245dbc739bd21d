package assay.reports.history.foreign;

import assay.reports.history.PointsRecord.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the user says of a file, for what the file does not say itself.
 *
 * @param time when it was measured
 * @param fileTime when the file was last written, the next best thing
 * @param commit of what was measured, or ""
 * @param machine any name for the machine, or ""
 */
public record Said(Optional<Instant> time, Instant fileTime, String commit, String machine) {

  private static final String UNSAID = "machine not said";

  /**
   * @param label of what the file says, or ""
   * @param facts that the file has
   */
  Place machine(String label, SortedMap<String, String> facts) {
    SortedMap<String, String> all = new TreeMap<>(facts);
    if (!machine.isEmpty()) {
      all.put("machine", machine);
    }
    String name = machine.isEmpty() ? label : machine;
    return new Place(name.isEmpty() ? UNSAID : name, all);
  }

  /**
   * When something was measured.
   *
   * @param from who says so, as in {@link assay.reports.history.PointsRecord}
   */
  record Moment(Instant at, String from) {}

  /** For results that do not say it. The file's own time may be that of a copy, so that is told. */
  Moment moment(List<String> remarks) {
    return time.map(said -> new Moment(said, "user"))
        .orElseGet(() -> {
          remarks.add(
              "the file does not say when it was measured; taken is when it was last written, %s; --time TIME says better"
                  .formatted(fileTime));
          return new Moment(fileTime, "file");
        });
  }

  /** For results that say it; the user may know better. */
  Moment moment(Instant measured) {
    return time.map(said -> new Moment(said, "user"))
        .orElseGet(() -> new Moment(measured, "result"));
  }
}
